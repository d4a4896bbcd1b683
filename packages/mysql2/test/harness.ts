import type { Boundary } from '@muxpool/core/adapter'
import { Bench } from '@muxpool/core/testing'
import type { MysqlFlavour } from '@muxpool/test-servers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import type { Mysql2Command, ServerError } from '../src/driver-members.ts'
import type { SessionStatements } from '../src/session-statements.ts'
import type { MysqlTicket } from '../src/ticket.ts'
import type { MysqlWire } from '../src/wire.ts'
import { classes, disposeServers, type MysqlSubject, mysqlSubject, serverOf } from './mysql-subject.ts'

export interface Outcome {
  readonly boundary: Boundary
  readonly error: (ServerError & { fate?: string }) | null
  readonly result: unknown
  /** How often the caller was called. */
  readonly calls: number
}

export interface Stage {
  readonly flavour: MysqlFlavour
  readonly subject: MysqlSubject
  readonly bench: Bench<MysqlWire, MysqlTicket>
  /** Runs commands of the driver, to their boundary and to what their caller hears. */
  carry(make: (told: (...answer: unknown[]) => void) => Commands, statements?: SessionStatements): Promise<Outcome>
  query(sql: string, options?: object): Promise<Outcome>
  execute(sql: string, values?: readonly unknown[], statements?: SessionStatements): Promise<Outcome>
  /** The first value of the first row. */
  value(sql: string): Promise<unknown>
  works(): Promise<void>
}

type Commands = readonly [...Mysql2Command[], Mysql2Command]

/** What `connection.execute` of the driver gives its connection. */
export function prepareAndExecute(options: object, told?: (...answer: unknown[]) => void): Commands {
  const execute = new classes.Execute(options as never, told)
  const prepare = new classes.Prepare(options as never, (_error: unknown, statement: unknown) =>
    Object.assign(execute, { statement }),
  )
  return [prepare, execute]
}

/** Runs the tests on both servers, each with a connection of its own; nothing may throw into the process. */
export function onBothServers(name: string, tests: (stage: () => Stage) => void, options: object = {}): void {
  beforeAll(() => Promise.all([serverOf('mysql'), serverOf('mariadb')]))
  afterAll(disposeServers)
  describe.each(['mysql', 'mariadb'] as const)(`${name}, on %s`, (flavour) => {
    let stage: Stage
    const uncaught: unknown[] = []
    const catches = (error: unknown): void => void uncaught.push(error)
    beforeEach(async () => {
      stage = await stageOn(flavour, options)
      uncaught.length = 0
      process.on('uncaughtException', catches)
    })
    afterEach(async () => {
      await stage.subject.close()
      process.off('uncaughtException', catches)
      expect(uncaught).toEqual([])
    })
    tests(() => stage)
  })
}

async function stageOn(flavour: MysqlFlavour, options: object): Promise<Stage> {
  const subject = await mysqlSubject(flavour, options)
  const bench = await Bench.open(subject)
  const carry: Stage['carry'] = async (make, statements) => {
    let boundary: Boundary | undefined
    let calls = 0
    let settle: () => void = () => {}
    const settled = new Promise<void>((resolve) => {
      settle = resolve
    })
    const [error, result] = await new Promise<unknown[]>((resolve) => {
      const told = (...answer: unknown[]): void => {
        calls += 1
        expect(boundary, 'core moves before the caller hears').toBeDefined()
        resolve(answer)
      }
      const ticket = subject.carry(make(told), statements)
      const reached = (_: MysqlTicket, at: Boundary): void => {
        boundary = at
        settle()
      }
      expect(ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, reached))).toBe(true)
    })
    await settled
    // Whatever would come twice has come when the connection has answered once more.
    await subject.driver.control(bench.wire, [], bench.context).catch(() => {})
    return { boundary: boundary as unknown as Boundary, error: (error as ServerError) ?? null, result, calls }
  }
  const query: Stage['query'] = (sql, more = {}) =>
    carry((told) => [new classes.Query({ sql, rowsAsArray: true, ...more } as never, told)])
  return {
    flavour,
    subject,
    bench,
    carry,
    query,
    execute: (sql, values = [], statements) =>
      carry((told) => prepareAndExecute({ sql, values, rowsAsArray: true }, told), statements),
    value: async (sql) => ((await query(sql)).result as unknown[][])[0]?.[0],
    works: async () => {
      expect(await query('select 1')).toMatchObject({ result: [[1]], error: null, boundary: { tx: 'none' } })
    },
  }
}
