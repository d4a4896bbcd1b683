import { setTimeout as sleep } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { ChildProgram } from './child-program.ts'
import { type Check, checkExits, type ExitAsked, withProgram } from './exit/checks.ts'
import { asCommand, type Report } from './report.ts'

// Programs end when they have nothing to do, and not before; a program that was stopped goes on as if nothing was.

const programs = new URL('./exit-programs.ts', import.meta.url)

async function onServer<T>(server: PostgresServer, run: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(server.url())
  await admin.connect()
  try {
    return await run(admin)
  } finally {
    await admin.end()
  }
}

async function killConnectionsOf(admin: pg.Client, name: string): Promise<number> {
  const { rowCount } = await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bar9 ' || $1",
    [name],
  )
  return rowCount ?? 0
}

const listens =
  (ring: () => Promise<unknown>): Check =>
  (server, { downMillis }, report) =>
    withProgram('listens', server, async (child) => {
      await child.said(1)
      await sleep(downMillis)
      report.holds(child.ended === null, `listens: it ended with ${child.ended?.code}`)
      await ring()
      await child.said(2)
      report.figure('only listens', `runs on after ${downMillis} ms, ${child.lines[1]}`)
      report.holds(child.lines[1] === 'heard the bell', `listens: ${child.lines[1]}`)
    })

export async function exits(asked: ExitAsked, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  const exitServer = {
    program: async (name: string) => new ChildProgram(programs, [name, server.url()]),
    killConnectionsOf: (name: string) => onServer(server, (admin) => killConnectionsOf(admin, name)),
    start: () => server.start(),
    stop: () => server.stop(),
  }
  const ring = () => onServer(server, (admin) => admin.query("notify bar9, 'the bell'"))
  try {
    await checkExits(exitServer, listens(ring), asked, report)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 9, (report) => exits({ stoppedMillis: 5_000, downMillis: 4_000 }, report))
