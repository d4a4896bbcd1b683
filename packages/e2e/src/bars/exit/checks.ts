import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildProgram } from '../child-program.ts'
import type { Report } from '../report.ts'

const promptMillis = 1_000

export interface ExitAsked {
  readonly stoppedMillis: number
  readonly downMillis: number
}

/** A server, and the programs that have a pool on it. */
export interface ExitServer {
  program(name: string): Promise<ChildProgram>
  /** Kills the connections of the program of this name, and tells how many. */
  killConnectionsOf(name: string): Promise<number>
  start(): Promise<unknown>
  stop(): Promise<unknown>
}

export type Check = (server: ExitServer, asked: ExitAsked, report: Report) => Promise<void>

export async function withProgram(
  name: string,
  server: ExitServer,
  run: (child: ChildProgram) => Promise<void>,
): Promise<void> {
  const child = await server.program(name)
  try {
    await run(child)
  } finally {
    await child.kill()
  }
}

const forgets: Check = (server, _, report) =>
  withProgram('forgets', server, async (child) => {
    await child.said(1)
    const ending = await child.end(10_000)
    report.figure('forgets to end its pool', ending === null ? 'runs on' : `code ${ending.code} after ${ms(ending)}`)
    report.holds(ending?.code === 0 && ending.millis < promptMillis, 'forgets: it does not exit by itself')
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
      const killed = await server.killConnectionsOf(name)
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

const sideBySide: readonly Check[] = [forgets, stopped('sleeps', 8), stopped('sleeps_waiting', 20)]
/** These stop the server. */
const alone: readonly Check[] = [waits, givesUp]

/** @param own the check of the program that only this engine has */
export async function checkExits(server: ExitServer, own: Check, asked: ExitAsked, report: Report): Promise<void> {
  await Promise.all([...sideBySide, own].map((check) => check(server, asked, report)))
  for (const check of alone) await check(server, asked, report)
}

const ms = ({ millis }: { millis: number }): string => `${millis.toFixed(0)} ms`
