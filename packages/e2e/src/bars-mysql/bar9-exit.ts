import { setTimeout as sleep } from 'node:timers/promises'
import { type MysqlFlavour, type MysqlServer, startMysql } from '@muxpool/test-servers'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { ChildProgram } from '../bars/child-program.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { connectAdmin, connectionsOf, createAccount } from './server-account.ts'

// Programs end when they have nothing to do, and not before; a program that was stopped goes on as if nothing was.

const programs = new URL('./exit-programs.ts', import.meta.url)
const promptMillis = 1_000

export interface ExitAsked {
  readonly flavour: MysqlFlavour
  readonly stoppedMillis: number
  readonly downMillis: number
}

type Check = (server: MysqlServer, asked: ExitAsked, report: Report) => Promise<void>

/** Each program is known to the server by an account of its own name. */
async function withProgram(name: string, server: MysqlServer, run: (child: ChildProgram) => Promise<void>) {
  await onServer(server, (admin) => createAccount(admin, name))
  const url = new URL(server.url())
  url.username = name
  const child = new ChildProgram(programs, [name, url.href])
  try {
    await run(child)
  } finally {
    await child.kill()
  }
}

async function onServer<T>(server: MysqlServer, run: (admin: Connection) => Promise<T>): Promise<T> {
  const admin = await connectAdmin(server)
  try {
    return await run(admin)
  } finally {
    await admin.end()
  }
}

const forgets: Check = (server, _, report) =>
  withProgram('forgets', server, async (child) => {
    await child.said(1)
    const ending = await child.end(10_000)
    report.figure('forgets to end its pool', ending === null ? 'runs on' : `code ${ending.code} after ${ms(ending)}`)
    report.holds(ending?.code === 0 && ending.millis < promptMillis, 'forgets: it does not exit by itself')
  })

const holds: Check = (server, { downMillis }, report) =>
  withProgram('holds', server, async (child) => {
    await child.said(1)
    await sleep(downMillis)
    const left = await onServer(server, (admin) => connectionsOf(admin, 'holds'))
    report.figure('only holds a lock', child.ended === null ? `runs on after ${downMillis} ms` : 'ended')
    report.holds(child.ended === null && left > 0, `holds: it ended with ${child.ended?.code}`)
  })

const waits: Check = (server, { downMillis }, report) =>
  withProgram('waits', server, async (child) => {
    await child.said(1)
    await server.stop()
    await child.said(2)
    await sleep(downMillis)
    report.holds(child.ended === null, `waits: it ended with ${child.ended?.code} while its caller waited`)
    await server.start()
    await child.said(3)
    const ending = await child.end(10_000)
    report.figure('waits out a backoff', `${child.lines[2]}, code ${ending?.code}`)
    report.holds(child.lines[2] === 'answered' && ending?.code === 0, `waits: ${child.lines[2]}, code ${ending?.code}`)
  })

const givesUp: Check = (server, _, report) =>
  withProgram('gives_up', server, async (child) => {
    await child.said(1)
    await server.stop()
    await child.said(3)
    const ending = await child.end(10_000)
    report.figure('waits until its deadline', `${child.lines[2]}, code ${ending?.code}`)
    report.holds(
      child.lines[2] === 'MUX_BORROW_TIMEOUT' && ending?.code === 0,
      `gives up: ${child.lines[2]}, code ${ending?.code}`,
    )
    await server.start()
  })

async function killAll(admin: Connection, account: string): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>('select id from information_schema.processlist where user = ?', [
    account,
  ])
  for (const { id } of rows) await admin.query('kill ?', [id])
  return rows.length
}

const stopped =
  (name: string, answers: number): Check =>
  (server, { stoppedMillis }, report) =>
    withProgram(name, server, async (child) => {
      await child.said(1)
      child.stop()
      const killed = await onServer(server, (admin) => killAll(admin, name))
      await sleep(stoppedMillis)
      child.goOn()
      await child.said(1 + answers)
      const right = child.lines.filter((line) => line === 'answered').length
      const ending = await child.end(10_000)
      report.figure(
        `${name.replace('_', ' and has callers ')}, stopped for ${stoppedMillis} ms`,
        `${killed} connections killed, ${right} of ${answers} answered, code ${ending?.code}`,
      )
      report.holds(killed > 0, `${name}: no connection was killed`)
      report.holds(right === answers, `${name}: ${child.lines.find((line) => line.startsWith('failed'))}`)
      report.holds(ending?.code === 0, `${name}: code ${ending?.code}: ${child.errors}`)
    })

const sideBySide: readonly Check[] = [forgets, holds, stopped('sleeps', 8), stopped('sleeps_waiting', 20)]
/** These stop the server. */
const alone: readonly Check[] = [waits, givesUp]

export async function exits(asked: ExitAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour: asked.flavour })
  try {
    await Promise.all(sideBySide.map((check) => check(server, asked, report)))
    for (const check of alone) await check(server, asked, report)
  } finally {
    await server.dispose()
  }
}

const ms = ({ millis }: { millis: number }): string => `${millis.toFixed(0)} ms`

await asCommand(import.meta.url, 9, (report) =>
  exits({ flavour: asked().flavour, stoppedMillis: 5_000, downMillis: 4_000 }, report),
)
