import { isDeepStrictEqual } from 'node:util'
import mysql2 from 'mysql2'
import { expect, test } from 'vitest'
import { numbers, oneOf } from './numbers.ts'
import { type Answer, call, execute, facesOnBothServers, query, take } from './stage.ts'

/** Each means something else under another schema, sql_mode or character set, all of which a Prepare fixes. */
const texts = [
  'select whose, ? as tag from placed',
  'select whose, ? as tag from placed where 1 = 1',
  `select "whose" as word, ? as tag from placed`,
  `select whose || '!' as word, ? as tag from placed`,
  `select collation('a') as word, ? as tag`,
  `select concat(whose, ' in ', database()) as word, ? as tag from placed`,
] as const

const changes = [
  'use prepared_a',
  'use prepared_b',
  'use test',
  "set sql_mode = 'ANSI_QUOTES'",
  "set sql_mode = 'PIPES_AS_CONCAT'",
  "set sql_mode = ''",
  'set names utf8mb4 collate utf8mb4_bin',
  'set names utf8mb3',
  // By ways that no text shows.
  'select test.prepared_mode()',
  'insert into test.prepared_triggered values (1)',
  'prepare by_text from "set session sql_mode = concat(@@sql_mode, \',ANSI_QUOTES\')"',
  'execute by_text',
  'select whose from placed',
  'select database() as place',
]

/** What a session is asked to do: the same of muxpool's and of one that has its connection for itself. */
interface Asked {
  do(step: Step): Promise<Answer>
  leave(): Promise<unknown>
}

type Step =
  | { readonly do: 'change' | 'execute' | 'prepare' | 'run' | 'close' | 'unprepare'; readonly text: string }
  | { readonly do: 'reset' }
  | { readonly do: 'changeUser'; readonly database: string }

function stepOf(random: () => number): Step {
  const dice = random()
  const text = oneOf(random, texts)
  if (dice < 0.2) return { do: 'change', text: oneOf(random, changes) }
  if (dice < 0.55) return { do: 'execute', text }
  if (dice < 0.7) return { do: 'prepare', text }
  if (dice < 0.88) return { do: 'run', text }
  if (dice < 0.94) return { do: 'unprepare', text }
  if (dice < 0.97) return { do: 'reset' }
  return { do: 'changeUser', database: oneOf(random, ['prepared_a', 'prepared_b', 'test']) }
}

// biome-ignore lint/suspicious/noExplicitAny: a session of either kind
function asked(connection: any, tag: string): Asked {
  // A handle that muxpool's reset has made useless would prepare anew: the driver's answers 1243.
  let handles = new Map<string, object>()
  return {
    async do(step) {
      switch (step.do) {
        case 'change':
          return query(connection, step.text)
        case 'execute':
          return execute(connection, step.text, [tag])
        case 'prepare': {
          const prepared = await call(connection, 'prepare', step.text)
          if (prepared.error === null) handles.set(step.text, prepared.rows)
          return { ...prepared, rows: null }
        }
        case 'run': {
          const handle = handles.get(step.text)
          return handle === undefined ? nothing : call(handle, 'execute', [tag])
        }
        case 'unprepare':
          handles.delete(step.text)
          connection.unprepare(step.text)
          return nothing
        case 'reset':
          handles = new Map()
          return { ...(await call(connection, 'reset')), rows: null }
        case 'changeUser':
          handles = new Map()
          return { ...(await call(connection, 'changeUser', { database: step.database })), rows: null }
        default:
          return nothing
      }
    },
    leave: async () => ('release' in connection ? connection.release() : call(connection, 'end')),
  }
}
const nothing: Answer = { error: null, rows: null, fields: null }

const [sessions, rounds, steps] = [8, 3, 16]

/** Reports of the session's state, which muxpool turns on, are in what else the driver gives. */
const told = ({ error, rows }: Answer): unknown =>
  error === null ? Array.isArray(rows) && rows.map((row) => ({ ...row })) : { errno: error.errno, code: error.code }

facesOnBothServers('a prepared statement means what it meant to its session', (stage) => {
  test.each([1, 2, 3, 4])('on %i connections', { timeout: 60_000 }, async (connectionLimit) => {
    const { admin, url } = stage()
    for (const text of [
      ...['prepared_a', 'prepared_b'].map((name) => `create database if not exists ${name}`),
      ...['test', 'prepared_a', 'prepared_b'].flatMap((name) => [
        `create or replace view ${name}.placed as select '${name}' as whose`,
      ]),
      'drop function if exists test.prepared_mode',
      "create function test.prepared_mode() returns int deterministic begin set session sql_mode = 'ANSI_QUOTES'; return 1; end",
      'drop table if exists test.prepared_triggered',
      'create table test.prepared_triggered (id int)',
      "create trigger test.prepared_fires before insert on test.prepared_triggered for each row set session sql_mode = 'PIPES_AS_CONCAT'",
      "create user if not exists prepared@'%'",
      ...['test', 'prepared_a', 'prepared_b'].map((name) => `grant all on ${name}.* to prepared@'%'`),
    ])
      await admin.query(text)
    const options = { user: 'prepared', connectionLimit }
    const pool = stage().pool(options)
    const faults: unknown[] = []
    let compared = 0
    const live = async (at: number): Promise<void> => {
      const random = numbers(connectionLimit * 1_000 + at)
      for (let round = 0; round < rounds; round += 1) {
        const tag = `session ${at} of round ${round}`
        const connection = mysql2.createConnection({ uri: url, user: 'prepared' }).on('error', () => {})
        const pair = [asked(connection, tag), asked(await take(pool), tag)] as const
        const history: string[] = []
        for (let n = 0; n < steps; n += 1) {
          const step = stepOf(random)
          history.push(Object.values(step).join(': '))
          const [expected, answer] = (await Promise.all(pair.map((one) => one.do(step)))).map(told)
          compared += 1
          if (isDeepStrictEqual(answer, expected)) continue
          faults.push({ history, answer, expected })
          break
        }
        await Promise.all(pair.map((one) => one.leave()))
      }
    }
    await Promise.all(Array.from({ length: sessions }, (_, at) => live(at)))
    expect(faults).toEqual([])
    expect(compared).toBe(sessions * rounds * steps)
  })
})
