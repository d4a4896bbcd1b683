import { setTimeout } from 'node:timers/promises'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { type Observation, plain } from '../orms/program.ts'
import { processListOf, startMysqlSampler } from '../server-sampler-mysql.ts'
import type { MysqlSubject, Program } from './subjects.ts'
import { freshWatch, watchedSubject } from './watched.ts'

export interface MysqlRun {
  readonly observations: readonly Observation[]
  /** Connections still held when the library or the program ended its pool; must be 0. */
  readonly heldAtEnd: number
  readonly poolsEnded: number
  readonly poolsOpened: number
  /** Whether the library made connections of its own by `createConnection`. */
  readonly madeConnections: boolean
  readonly pinsByReason: Readonly<Record<string, number>>
  /** The most connections that the server had of this program at a time. */
  readonly mostConnections: number
}

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

export function runMysqlProgram(program: Program, subject: MysqlSubject, serverUrl: string): Promise<MysqlRun> {
  return asOwnUser(serverUrl, async (connectionString, user) => {
    const watch = freshWatch()
    const observations: Observation[] = []
    // The server's errors name the database, which has the same name as the user.
    const observe = (name: string, value: unknown): void => {
      observations.push({ name, value: JSON.parse(JSON.stringify(plain(value)).replaceAll(user, 'orms')) })
    }
    const sampler = await startMysqlSampler(serverUrl, { user })
    try {
      await program.run({ subject: watchedSubject(subject, watch), connectionString, observe })
    } finally {
      await sampler.stop()
    }
    return {
      observations,
      heldAtEnd: watch.held,
      poolsEnded: watch.ended,
      poolsOpened: watch.opened,
      madeConnections: watch.connections > 0,
      pinsByReason: watch.pins,
      mostConnections: sampler.soFar().max,
    }
  })
}
