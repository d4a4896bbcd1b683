import { checkOptions, createMuxPool, type Session, silentObserver } from '@muxpool/core/adapter'
import { expect, test } from 'vitest'
import { SessionStatements } from '../../src/session-statements.ts'
import type { MysqlTicket } from '../../src/ticket.ts'
import type { MysqlWire } from '../../src/wire.ts'
import { onBothServers, prepareAndExecute, type Stage } from '../harness.ts'
import { classes } from '../mysql-subject.ts'
import { standInEngine } from '../stand-in-engine.ts'

/** Sees no effect in any text: what one session leaves to the next is kept from it by the server's reports alone. */
const blindEngine: typeof standInEngine = {
  ...standInEngine,
  classify: (text) => ({
    statements: [{ text, start: 0, end: text.length, verb: 'other', effects: [] }],
    unknown: false,
  }),
}

interface Client {
  query(sql: string): Promise<unknown[][]>
  execute(sql: string, values: unknown[]): Promise<unknown[][]>
  end(): void
}

function clientOf({ subject }: Stage, session: Session<MysqlWire, MysqlTicket>): Client {
  const statements = new SessionStatements(50)
  const run = (make: (told: (...answer: unknown[]) => void) => Parameters<typeof subject.carry>[0]) =>
    new Promise<unknown[][]>((resolve, reject) => {
      const told = (error: unknown, rows: unknown): void => (error ? reject(error) : resolve(rows as unknown[][]))
      session.run(subject.carry(make(told as never), statements))
    })
  return {
    query: (sql) => run((told) => [new classes.Query({ sql, rowsAsArray: true }, told)]),
    execute: (sql, values) => run((told) => prepareAndExecute({ sql, values, rowsAsArray: true }, told)),
    end: () => session.end('release'),
  }
}

/** Numbers that look random, the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

const canary =
  "select @a, @@time_zone, @@sql_mode like '%ANSI_QUOTES%', database(), @@autocommit, @@character_set_client, @@sql_select_limit > 5"
const leaves = [
  "set @a = 'secret'",
  "set time_zone = '+07:00'",
  "set sql_mode = 'ANSI_QUOTES'",
  'use mysql',
  'set autocommit = 0',
  'set names latin1',
  'set sql_select_limit = 1',
  'create temporary table if not exists of_mine (n int)',
  'lock tables stayed read',
  "set session_track_state_change = off, session_track_schema = off, session_track_system_variables = ''",
  'call leaves_something()',
  'call turns_reports_off()',
  'insert into leaves_by_trigger values (1)',
]
const plain = ['select 1', 'insert into stayed values (1)', 'select nothing', 'do 1', 'begin', 'commit', 'rollback']

onBothServers('sessions on few connections', (stage) => {
  test.each([1, 2, 3])('find nothing of each other, whatever they leave, lose and cancel (%i)', async (seed) => {
    const { subject, flavour } = stage()
    const { admin, user } = subject
    await prepareSchema(admin)
    const driver = subject.driverFor({}, { engine: blindEngine })
    const options = checkOptions({ maxConnections: 3, statementTimeoutMillis: 0 })
    const pool = createMuxPool(driver, options, { observer: silentObserver, warn: () => {} })
    const fresh = [[null, 'SYSTEM', 0, 'test', 1, 'utf8mb4', 1]]
    const random = numbers(seed)
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random.next().value * of.length)] as T
    let seen = 0
    const life = async (): Promise<void> => {
      const client = clientOf(stage(), pool.session())
      try {
        const rows = await client.query(canary).catch(() => null)
        if (rows !== null) {
          seen += 1
          expect(rows).toEqual(fresh)
          const error = await client.query('select * from of_mine').catch((reason) => reason)
          // Or it was killed in the middle.
          if (error.fate !== 'in-doubt') expect(error).toMatchObject({ errno: 1146 })
          const [row] = await client.execute('select ? + ?, database()', [1, 2]).catch(() => [null])
          if (row) expect(row).toEqual([3, 'test'])
        }
        for (let step = 0; step < 5; step += 1) {
          // What MySQL does not tell by itself is left out: its engine reads it in the text.
          const text = pick(random.next().value < 0.4 ? leaves : plain)
          if (flavour === 'mariadb' && text.startsWith('lock')) continue
          await client.query(text).catch(() => {})
          if (random.next().value < 0.1) await client.execute('select ?', [step]).catch(() => {})
        }
        if (random.next().value < 0.1) await killOne(admin, user)
      } finally {
        client.end()
      }
    }
    for (let round = 0; round < 25; round += 1) await Promise.all(Array.from({ length: 8 }, life))
    expect(seen).toBeGreaterThan(100)
    await pool.end()
    await subject.driver.close(stage().bench.wire, 'abort')
    await expect.poll(() => subject.connections()).toBe(0)
  })
})

async function prepareSchema(admin: Stage['subject']['admin']): Promise<void> {
  const texts = [
    'create table if not exists test.stayed (n int)',
    'create table if not exists test.leaves_by_trigger (n int)',
    'drop trigger if exists test.leaves',
    "create trigger test.leaves before insert on test.leaves_by_trigger for each row set @a = 'of the trigger'",
    'drop procedure if exists test.leaves_something',
    'drop procedure if exists test.turns_reports_off',
    "create procedure test.turns_reports_off() begin set session_track_state_change = off; set session_track_system_variables = ''; set @a = 1; end",
    "create procedure test.leaves_something() begin set @a = 'of the procedure', sort_buffer_size = 400000; end",
  ]
  for (const text of texts) await admin.query(text)
}

async function killOne(admin: Stage['subject']['admin'], user: string): Promise<void> {
  const [rows] = await admin.query(`select id from information_schema.processlist where user = '${user}' limit 1`)
  const [row] = rows as unknown[][]
  if (row !== undefined) await admin.query(`kill ${Number(row[0])}`).catch(() => {})
}
