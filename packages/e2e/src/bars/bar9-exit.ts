import { setTimeout as sleep } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { ChildProgram } from './child-program.ts'
import { asCommand, type Report } from './report.ts'

// Programs end when they have nothing to do, and not before; a program that was stopped goes on as if nothing was.

const programs = new URL('./exit-programs.ts', import.meta.url)
const promptMillis = 1_000

export interface ExitAsked {
  readonly stoppedMillis: number
  readonly downMillis: number
}

type Check = (server: PostgresServer, asked: ExitAsked, report: Report) => Promise<void>

async function withProgram(name: string, server: PostgresServer, run: (child: ChildProgram) => Promise<void>) {
  const child = new ChildProgram(programs, [name, server.url()])
  try {
    await run(child)
  } finally {
    await child.kill()
  }
}

async function onServer<T>(server: PostgresServer, run: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(server.url())
  await admin.connect()
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

const listens: Check = (server, { downMillis }, report) =>
  withProgram('listens', server, async (child) => {
    await child.said(1)
    await sleep(downMillis)
    report.holds(child.ended === null, `listens: it ended with ${child.ended?.code}`)
    await onServer(server, (admin) => admin.query("notify bar9, 'the bell'"))
    await child.said(2)
    report.figure('only listens', `runs on after ${downMillis} ms, ${child.lines[1]}`)
    report.holds(child.lines[1] === 'heard the bell', `listens: ${child.lines[1]}`)
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

const stopped =
  (name: string, answers: number): Check =>
  (server, { stoppedMillis }, report) =>
    withProgram(name, server, async (child) => {
      await child.said(1)
      child.stop()
      const killed = await onServer(server, async (admin) => {
        const { rowCount } = await admin.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bar9 ' || $1",
          [name],
        )
        return rowCount ?? 0
      })
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

const sideBySide: readonly Check[] = [forgets, listens, stopped('sleeps', 8), stopped('sleeps_waiting', 20)]
/** These stop the server. */
const alone: readonly Check[] = [waits, givesUp]

export async function exits(asked: ExitAsked, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    await Promise.all(sideBySide.map((check) => check(server, asked, report)))
    for (const check of alone) await check(server, asked, report)
  } finally {
    await server.dispose()
  }
}

const ms = ({ millis }: { millis: number }): string => `${millis.toFixed(0)} ms`

await asCommand(import.meta.url, 9, (report) => exits({ stoppedMillis: 5_000, downMillis: 4_000 }, report))
