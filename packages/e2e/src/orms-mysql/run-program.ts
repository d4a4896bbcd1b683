import { setTimeout } from 'node:timers/promises'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { type Run, runWatched } from '../orms/run.ts'
import { processListOf, startMysqlSampler } from '../server-sampler-mysql.ts'
import type { MysqlSubject, Program } from './subjects.ts'
import { watchedSubject } from './watched.ts'

let programs = 0

/** A user and a database of its own for the program; gone afterwards, unless the program failed. */
async function asOwnUser<T>(serverUrl: string, work: (url: string, user: string) => Promise<T>): Promise<T> {
  programs += 1
  const name = `orms_${process.pid}_${programs}`
  const admin = await mysql.createConnection(serverUrl)
  try {
    await admin.query(`create database ${name} character set utf8mb4`)
    await admin.query(`create user ${name} identified by '${name}'`)
    await admin.query(`grant all on ${name}.* to ${name}`)
    const url = new URL(serverUrl)
    Object.assign(url, { pathname: `/${name}`, username: name, password: name })
    const result = await work(url.href, name)
    await noneLeft(admin, name)
    await admin.query(`drop user ${name}`)
    await admin.query(`drop database ${name}`)
    return result
  } finally {
    await admin.end()
  }
}

/** A server lists a connection for a moment after its socket was closed. */
async function noneLeft(admin: Connection, user: string): Promise<void> {
  const until = performance.now() + 5_000
  const processList = await processListOf(admin)
  for (;;) {
    const [[row]] = await admin.query<(RowDataPacket & { left: number })[]>(
      `select count(*) as \`left\` from ${processList} where user = ?`,
      [user],
    )
    if (row?.left === 0) return
    if (performance.now() > until) throw new Error(`the program left ${row?.left} connections open`)
    await setTimeout(20)
  }
}

export const runMysqlProgram = (program: Program, subject: MysqlSubject, serverUrl: string): Promise<Run> =>
  asOwnUser(serverUrl, (connectionString, user) =>
    runWatched({
      program,
      watched: (watch) => watchedSubject(subject, watch),
      connectionString,
      sample: () => startMysqlSampler(serverUrl, { user }),
      // The server's errors name the database, which has the same name as the user.
      lasting: (value) => JSON.parse(JSON.stringify(value).replaceAll(user, 'orms')),
    }),
  )
