import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '@muxpool/mysql2'
import type { PoolConnection as CorePoolConnection, PrepareStatementInfo } from 'mysql2'
import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { type Act, answered } from '../bars/chaos/carelessly.ts'

/** Enough rows that a reader who stops has not been sent them all. */
const many =
  'with recursive t (n) as (select 1 union all select n + 1 from t where n < 900) select n, repeat(n, 90) from t'
const waits = (millis: number): string =>
  `select count(*) from (select 1 as n) as t where sleep(${(millis / 1_000).toFixed(3)}) = 0`

async function withSession(
  pool: Pool,
  use: (session: PoolConnection) => Promise<unknown>,
  destroy = false,
): Promise<void> {
  const session = await pool.promise().getConnection()
  try {
    await use(session)
  } catch {
  } finally {
    if (destroy) session.destroy()
    else session.release()
  }
}

/** The session with callbacks that one with promises is made of. */
const coreOf = (session: PoolConnection): CorePoolConnection => session.connection as unknown as CorePoolConnection

/** What no session finds that has not set it itself. */
const clean =
  'select @mine as mine, cast(@@sql_select_limit as char) as most, database() as place, current_role() as role'
const isClean = (row: RowDataPacket | undefined): boolean =>
  row?.mine === null &&
  row.most === '18446744073709551615' &&
  row.place === 'test' &&
  /^NONE$/i.test(row.role ?? 'NONE')

export const acts: readonly Act<Pool>[] = [
  {
    name: 'asks and compares',
    async run(pool, chance, report) {
      const n = chance.below(1_000_000)
      const text = clean.replace('select', 'select ? as n,')
      const [rows] = await (chance.percent(50)
        ? pool.promise().query<RowDataPacket[]>(text, [n])
        : pool.promise().execute<RowDataPacket[]>(text, [n]))
      report.holds(Number(rows[0]?.n) === n && isClean(rows[0]), `asked ${n}, got ${JSON.stringify(rows)}`)
    },
  },
  {
    name: 'makes state, and is the only one that has it',
    run: (pool, chance, report) =>
      withSession(pool, async (session) => {
        try {
          await session.query('create temporary table chaos (n int)')
          await session.query('set @mine = 5, sql_select_limit = 7')
          await session.query("select get_lock('chaos', 0)")
          await session.query('use mysql')
          await session.query("prepare mine from 'select 1'")
          await session.execute('select count(*) from test.chaos')
          if (chance.percent(50)) await session.query('lock tables test.kept write')
        } catch (error) {
          const { errno, message } = error as { errno?: number; message: string }
          // Ends of connections are part of the game; a table that exists already is somebody else's.
          report.holds(errno !== 1050, `somebody else's state: ${message}`)
        }
      }),
  },
  {
    name: 'goes away while its statement runs',
    async run(pool, chance) {
      const session = await pool.promise().getConnection()
      const running = answered(session.query(waits(chance.below(30))))
      if (chance.percent(70)) await sleep(chance.below(8))
      session.destroy()
      await running
    },
  },
  {
    name: 'goes away with statements queued',
    async run(pool, chance) {
      const session = await pool.promise().getConnection()
      const texts = ['begin', 'select 1', 'select nothing', 'insert into kept values (1)', 'commit']
      const queued = texts.map((text) => answered(session.query(text)))
      if (chance.percent(50)) session.release()
      else session.destroy()
      await Promise.all(queued)
    },
  },
  {
    name: 'stops to read a stream',
    run: (pool, chance) =>
      withSession(
        pool,
        async (session) => {
          const stream = coreOf(session).query(many).stream({ highWaterMark: 2 })
          stream.on('error', () => {})
          await once(stream, 'data')
          stream.pause()
          await sleep(chance.below(5))
          stream.destroy(chance.percent(50) ? new Error('enough') : undefined)
        },
        chance.percent(30),
      ),
  },
  {
    name: 'gives up at any time',
    run: (pool, chance) => answered(pool.promise().query({ sql: waits(4), timeout: 1 + chance.below(9) })),
  },
  {
    name: 'has little time',
    run: (pool, chance) =>
      withSession(pool, async (session) => {
        await session.beginTransaction()
        await session.execute({ sql: waits(3), timeout: 1 + chance.below(4) })
        await session.commit()
      }),
  },
  {
    name: 'ends its own connection',
    run: (pool) => withSession(pool, (session) => session.query('kill connection_id()')),
  },
  {
    name: 'forgets its transaction',
    run: (pool, chance) => withSession(pool, (session) => session.beginTransaction(), chance.percent(30)),
  },
  {
    name: 'becomes somebody else',
    // Servers take a second to refuse it, against those who guess.
    run: (pool, chance) =>
      withSession(pool, (session) => session.changeUser({ user: chance.percent(90) ? 'chaos' : 'nobody' })),
  },
  {
    name: 'keeps a handle for too long',
    async run(pool) {
      const session = await pool.promise().getConnection()
      const handle = await new Promise<PrepareStatementInfo | null>((resolve) =>
        coreOf(session).prepare('select ? as n', (error: Error | null, statement: PrepareStatementInfo) =>
          resolve(error ? null : statement),
        ),
      )
      session.release()
      await new Promise<void>((resolve) => (handle === null ? resolve() : handle.execute([1], () => resolve())))
    },
  },
  {
    name: 'pauses the pool',
    async run(pool, chance) {
      pool.pause()
      await sleep(chance.below(5))
      pool.resume()
      if (chance.percent(20)) pool.reconnect()
    },
  },
]
