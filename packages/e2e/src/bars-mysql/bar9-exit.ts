import { setTimeout as sleep } from 'node:timers/promises'
import { type MysqlFlavour, type MysqlServer, startMysql } from '@muxpool/test-servers'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { ChildProgram } from '../bars/child-program.ts'
import { type Check, checkExits, type ExitAsked, withProgram } from '../bars/exit/checks.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { connectAdmin, connectionsOf, createAccount } from './server-account.ts'

// Programs end when they have nothing to do, and not before; a program that was stopped goes on as if nothing was.

const programs = new URL('./exit-programs.ts', import.meta.url)

async function onServer<T>(server: MysqlServer, run: (admin: Connection) => Promise<T>): Promise<T> {
  const admin = await connectAdmin(server)
  try {
    return await run(admin)
  } finally {
    await admin.end()
  }
}

async function killConnectionsOf(admin: Connection, account: string): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>('select id from information_schema.processlist where user = ?', [
    account,
  ])
  for (const { id } of rows) await admin.query('kill ?', [id])
  return rows.length
}

/** Each program is known to the server by an account of its own name. */
async function start(server: MysqlServer, name: string): Promise<ChildProgram> {
  await onServer(server, (admin) => createAccount(admin, name))
  const url = new URL(server.url())
  url.username = name
  return new ChildProgram(programs, [name, url.href])
}

const holds =
  (connections: () => Promise<number>): Check =>
  (server, { downMillis }, report) =>
    withProgram('holds', server, async (child) => {
      await child.said(1)
      await sleep(downMillis)
      const left = await connections()
      report.figure('only holds a lock', child.ended === null ? `runs on after ${downMillis} ms` : 'ended')
      report.holds(child.ended === null && left > 0, `holds: it ended with ${child.ended?.code}`)
    })

export async function exits(flavour: MysqlFlavour, asked: ExitAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const exitServer = {
    program: (name: string) => start(server, name),
    killConnectionsOf: (name: string) => onServer(server, (admin) => killConnectionsOf(admin, name)),
    start: () => server.start(),
    stop: () => server.stop(),
  }
  const connections = () => onServer(server, (admin) => connectionsOf(admin, 'holds'))
  try {
    await checkExits(exitServer, holds(connections), asked, report)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 9, (report) =>
  exits(asked().flavour, { stoppedMillis: 5_000, downMillis: 4_000 }, report),
)
