import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import { Chance } from '../differential/chance.ts'
import { startMysqlSampler } from '../server-sampler-mysql.ts'
import { asked } from './asked-server.ts'
import { connectAdmin, createAccount } from './server-account.ts'

// Statements that are cancelled about when they end, and strangers right behind them on the same connections: no
// KILL QUERY ever hits a stranger, whoever was cancelled hears of it, and nobody is forgotten.

const connections = 3
/** KILL QUERY comes by a connection of its own, and the server lists the one before for a moment after its socket is gone. */
const controlLines = 2
const account = 'late_cancel'
/** A sleep that is interrupted answers 1 as the only thing that a statement does, and fails inside of another. */
const pause = 'select count(*) as n from (select 1 as n) as t where sleep(0.003) = 0'

/** A cancel by each of the ways that a caller has. */
const cancels: readonly ((pool: Pool, millis: number) => Promise<unknown>)[] = [
  (pool, timeout) => pool.promise().query({ sql: pause, timeout }),
  (pool, timeout) => pool.promise().execute({ sql: pause, timeout }),
  (pool, timeout) =>
    pool.withSession(async (session) => {
      await session.beginTransaction()
      try {
        return await session.query({ sql: pause, timeout })
      } finally {
        await session.rollback()
      }
    }),
]

/** What runs behind: read or written, as a text or prepared, short or long enough to be hit. */
const strangers: readonly ((pool: Pool, n: number) => Promise<unknown>)[] = [
  async (pool, n) => (await pool.promise().query<RowDataPacket[]>('select ? as n', [n]))[0][0]?.n,
  async (pool, n) =>
    (await pool.promise().execute<RowDataPacket[]>('select cast(? as signed) as n where sleep(0.001) = 0', [n]))[0][0]
      ?.n,
  async (pool, n) =>
    (await pool.promise().query<ResultSetHeader>('insert into behind select ? where sleep(0.001) = 0', [n]))[0]
      .affectedRows * n,
]

function held(pool: Pool): number {
  const { quarantined, leased } = pool.snapshot().places
  return quarantined + leased
}

export async function lateCancels(flavour: MysqlFlavour, pairs: number, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await admin.query('create table behind (n int)')
    const sampler = await startMysqlSampler(server.url(), { user: account })
    const { host, port, database } = server
    const pool = createPool({ host, port, user: account, database, maxConnections: connections })
    const chance = new Chance(10)
    let left = pairs
    let cancelled = 0
    let inTime = 0
    let answered = 0
    const victim = async (): Promise<void> => {
      const { code } = await chance
        .pick(cancels)(pool, 1 + chance.below(6))
        .then(
          () => ({ code: 'answered' }),
          (error: { code?: string }) => ({ code: error.code ?? String(error) }),
        )
      if (code === 'answered') inTime += 1
      else cancelled += 1
      const expected = code === 'answered' || code === 'PROTOCOL_SEQUENCE_TIMEOUT'
      report.holds(expected, `a cancelled statement was told ${code}`)
    }
    const stranger = async (n: number): Promise<void> => {
      try {
        const got = await chance.pick(strangers)(pool, n)
        report.holds(got === n, `a stranger asked for ${n} and got ${String(got)}`)
      } catch (error) {
        report.holds(false, `a stranger was told ${(error as Error).message}`)
      }
      answered += 1
    }
    const pair = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        await Promise.all([victim(), stranger(left), stranger(left + 1)])
      }
    }
    await Promise.all(Array.from({ length: 4 }, pair))
    // A caller is told at once, and its connection comes back behind the KILL QUERY.
    for (let n = 0; n < 40 && held(pool) > 0; n++) await sleep(25)
    const { places } = pool.snapshot()
    await pool[Symbol.asyncDispose]()
    const { max } = await sampler.stop()
    report.figure('cancelled', cancelled)
    report.figure('answered before', inTime)
    report.figure('strangers behind them', answered)
    report.figure('connections, most the server saw', max)
    report.holds(cancelled > pairs / 20 && inTime > pairs / 50, 'the cancels were not late enough to show anything')
    report.holds(places.quarantined + places.leased === 0, `connections are left ${JSON.stringify(places)}`)
    report.holds(max <= connections + controlLines, `the server saw ${max} connections`)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with late cancels', (report) => {
  const { flavour, numbers } = asked()
  return lateCancels(flavour, numbers[0] ?? 10_000, report)
})
