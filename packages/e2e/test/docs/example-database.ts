import { sharedMysql, sharedPostgres } from '@muxpool/test-servers/vitest'
import mysql from 'mysql2/promise'
import pg from 'pg'
import type { Example } from './markdown-examples.ts'

/** A server that examples run on. */
export type ExampleServer = 'postgres' | 'mysql' | 'mariadb'

/** The examples for MySQL are for MariaDB too. */
export const serversOf = ({ engine }: Example): readonly ExampleServer[] =>
  engine === 'mysql' ? ['mysql', 'mariadb'] : ['postgres']

const urlOf = (server: ExampleServer): string => (server === 'postgres' ? sharedPostgres(18) : sharedMysql(server))

async function run(server: ExampleServer, url: string, text: string): Promise<void> {
  if (text === '') return
  if (server === 'postgres') {
    const client = new pg.Client(url)
    await client.connect()
    await client.query(text).finally(() => client.end())
  } else {
    const connection = await mysql.createConnection({ uri: url, multipleStatements: true })
    await connection.query(text).finally(() => connection.end())
  }
}

/** Gives the URL of a database of its own with what the example expects to find; gone afterwards. */
export async function inExampleDatabase(
  server: ExampleServer,
  name: string,
  { schema }: Example,
  work: (url: string) => Promise<void>,
): Promise<void> {
  await run(server, urlOf(server), `create database ${name}`)
  try {
    const url = new URL(urlOf(server))
    url.pathname = `/${name}`
    await run(server, url.href, schema)
    await work(url.href)
  } finally {
    await run(server, urlOf(server), `drop database ${name}${server === 'postgres' ? ' with (force)' : ''}`)
  }
}
