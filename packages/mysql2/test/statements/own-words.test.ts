import { EventEmitter } from 'node:events'
import mysql2 from 'mysql2'
import { describe, expect, test } from 'vitest'
import type { Mysql2Command } from '../../src/driver-members.ts'
import { SessionStatements } from '../../src/session-statements.ts'
import { onBothServers, type Stage } from '../harness.ts'
import { classes, serverOf } from '../mysql-subject.ts'

const options = { multipleStatements: true, namedPlaceholders: true, timezone: 'Z', supportBigNumbers: true }

type Answer = readonly [error: unknown, rows?: unknown, fields?: unknown]
interface Speaks {
  query(...args: unknown[]): unknown
  execute(...args: unknown[]): unknown
}

/** A connection of the driver whose commands go to the wire under test: the driver's own methods make them. */
function faceOf({ subject, bench }: Stage): Speaks {
  const face = Object.create(mysql2.PoolConnection.prototype) as Speaks & {
    addCommand(command: Mysql2Command): unknown
  }
  EventEmitter.call(face as never)
  const statements = new SessionStatements(50)
  const prepares: Mysql2Command[] = []
  Object.assign(face, { config: bench.wire.connection.config })
  face.addCommand = (command) => {
    if (command instanceof classes.Prepare) prepares.push(command)
    else {
      const ticket = subject.carry([...prepares.splice(0), command], statements)
      ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, () => {}))
    }
    return command
  }
  return face
}

const ask = (connection: Speaks, method: 'query' | 'execute', args: readonly unknown[]): Promise<Answer> =>
  new Promise((resolve) => connection[method](...args, (...answer: unknown[]) => resolve(answer as never)))

/** Where a thing lay in its packet; and what the server was asked to report in addition. */
const apart = /^(_buf|_.*(Start|Length)|serverStatus|stateChanges)$/

const plain = (answer: Answer): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) => {
      if (apart.test(key)) return undefined
      return value instanceof Error ? { ...value, text: value.message } : value
    }),
  )

const values = "select 1 as n, 1.50 as d, 1e10 as f, 'é' as s, null as z, x'00ff' as b, '2024-02-29 12:30:00' as t"
const dates =
  "select cast('2024-02-29 12:30:00' as datetime) as t, cast('2024-02-29' as date) as d, 9007199254740993 as big"
const calls: readonly (readonly [string, 'query' | 'execute', readonly unknown[]])[] = [
  ['a text', 'query', [values]],
  ['values', 'query', ['select ? as a, ?? from (select 1 as x) as t', ["it's", 'x']]],
  ['named values', 'query', ['select :a as a, :b as b', { a: 1, b: 'two' }]],
  ['rows as arrays', 'query', [{ sql: values, rowsAsArray: true }]],
  ['tables nested', 'query', [{ sql: 'select t.a, t.b from (select 1 as a, 2 as b) as t', nestTables: true }]],
  ['tables joined', 'query', [{ sql: 'select t.a, t.b from (select 1 as a, 2 as b) as t', nestTables: '_' }]],
  ['a cast of types', 'query', [{ sql: values, typeCast: (field: { string(): string }) => `<${field.string()}>` }]],
  ['no cast of types', 'query', [{ sql: values, typeCast: false }]],
  ['dates', 'query', [dates]],
  ['dates as texts', 'query', [{ sql: dates, dateStrings: true }]],
  ['several results', 'query', ['select 1 as a; do 1; select 2 as b']],
  ['a result and an error', 'query', ['select 1 as a; select nothing; select 2']],
  ['an error', 'query', ['select nothing']],
  ['an insert', 'query', ['insert into spoken (t) values (?), (?)', ['a', 'b']]],
  ['an update', 'query', ['update spoken set t = ?', ['c']]],
  ['what is prepared', 'execute', [values]],
  ['prepared values', 'execute', ['select ? as a, ? as b, ? as c, ? as d', [1, 'é', null, new Date(86_400_000)]]],
  ['named prepared values', 'execute', ['select :a as a, :b as b', { a: 1, b: 'two' }]],
  ['prepared rows as arrays', 'execute', [{ sql: `${values} where 1 = ?`, rowsAsArray: true, values: [1] }]],
  ['a prepared cast of types', 'execute', [{ sql: dates, typeCast: (field: { string(): string }) => field.string() }]],
  ['an error of what is prepared', 'execute', ['select nothing']],
  ['a prepared insert', 'execute', ['insert into spoken (t) values (?)', ['d']]],
  ['attributes', 'query', [{ sql: 'select 1 as a', attributes: { of: 'mine' } }]],
]

describe('the driver in its own words', () => {
  onBothServers(
    'answers as on a connection of its own',
    (stage) => {
      test.each(calls)('%s', async (_what, method, args) => {
        const server = await serverOf(stage().flavour)
        const own = mysql2.createConnection({ uri: server.url(), ...options } as never) as unknown as Speaks & {
          destroy(): void
        }
        const face = faceOf(stage())
        const table = 'create temporary table spoken (id int primary key auto_increment, t text)'
        for (const connection of [own, face]) expect((await ask(connection, 'query', [table]))[0]).toBeFalsy()
        // Twice: what is prepared is there the second time.
        for (let n = 0; n < 2; n += 1)
          expect(plain(await ask(face, method, args))).toEqual(plain(await ask(own, method, args)))
        own.destroy()
      })

      test('what is prepared follows a change of its table', async () => {
        const face = faceOf(stage())
        await ask(face, 'query', ['create temporary table spoken (id int)'])
        await ask(face, 'query', ['insert into spoken values (1)'])
        expect((await ask(face, 'execute', ['select * from spoken']))[1]).toEqual([{ id: 1 }])
        await ask(face, 'query', ['alter table spoken add column more int'])
        expect((await ask(face, 'execute', ['select * from spoken']))[1]).toEqual([{ id: 1, more: null }])
      })

      test('the driver refuses what it refuses, and nothing is sent', () => {
        const face = faceOf(stage())
        expect(() => face.execute('select ?', [undefined], () => {})).toThrow('must not contain undefined')
        expect(stage().subject.driver.owed(stage().bench.wire)).toBe(0)
      })
    },
    options,
  )
})
