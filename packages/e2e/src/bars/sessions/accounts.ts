import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerSampler } from '../../server-samples.ts'
import type { BarPool, BarSession } from '../bar-pool.ts'
import type { Report } from '../report.ts'

export const connections = 10
const thinkMillis = 5

export interface Balance {
  readonly owner: string
  readonly balance: number
}

/** Each call fails when the answer is another than it must be. */
export interface AccountSession extends Pick<BarSession, 'begin' | 'commit' | 'release'> {
  /** The rows of the account. */
  read(id: number): Promise<readonly Partial<Balance>[]>
  /** @param then what the account has when this was added */
  add(id: number, amount: number, then: number): Promise<void>
}

/** A table of accounts, one for each session, with `owner <id>` and nothing on them. */
export interface Accounts {
  readonly pool: BarPool
  connect(): Promise<AccountSession>
  readonly sampler: ServerSampler
  /** Of all balances, as the server adds them up. */
  sum(): Promise<number>
}

export interface AccountsAsked {
  readonly sessions: number
  readonly transactions: number
}

/** Very many sessions, each with transactions of its own; ends the pool. */
export async function workOnAccounts(accounts: Accounts, asked: AccountsAsked, report: Report): Promise<void> {
  const { pool, sampler } = accounts
  const began = performance.now()
  const open: AccountSession[] = []
  while (open.length < asked.sessions) open.push(await accounts.connect())
  const { clientConnections } = pool.snapshot()
  report.holds(clientConnections === asked.sessions, `${clientConnections} sessions were open at once`)
  await Promise.all(open.map((session, id) => work(session, id, asked.transactions, report)))
  const millis = performance.now() - began
  const snapshot = pool.snapshot()
  for (const session of open) session.release()
  await pool.end()
  const samples = await sampler.stop()
  report.figure('sessions open at once', clientConnections)
  report.figure('transactions', `${asked.sessions * asked.transactions} in ${(millis / 1_000).toFixed(1)} s`)
  report.figure('sessions for each connection', snapshot.multiplexingRatio)
  report.figure(
    'connections, most the server saw',
    `${samples.max} in ${samples.samples} samples, longest gap ${samples.longestGapMillis.toFixed(0)} ms`,
  )
  report.holds(samples.max <= connections, `the server saw ${samples.max} connections`)
  report.holds(samples.maxStarting <= connections, `${samples.maxStarting} connections were starting at once`)
  report.holds(snapshot.pins === 0, `${snapshot.pins} sessions were pinned`)
  addsUp(await accounts.sum(), asked, report)
}

const amountOf = (id: number, n: number): number => (id % 97) + n + 1

/** Every reply is held against what this session alone did to the row that is its own. */
async function work(session: AccountSession, id: number, transactions: number, report: Report): Promise<void> {
  let balance = 0
  try {
    for (let n = 0; n < transactions; n++) {
      await session.begin()
      await sleep(thinkMillis)
      const rows = await session.read(id)
      const right = rows.length === 1 && rows[0]?.owner === `owner ${id}` && rows[0]?.balance === balance
      report.holds(right, `session ${id}: expected the balance ${balance}, got ${JSON.stringify(rows)}`)
      await sleep(thinkMillis)
      const amount = amountOf(id, n)
      balance += amount
      await session.add(id, amount, balance)
      await sleep(thinkMillis)
      await session.commit()
    }
  } catch (error) {
    report.holds(false, `session ${id}: ${(error as Error).message}`)
  }
}

function addsUp(sum: number, { sessions, transactions }: AccountsAsked, report: Report): void {
  let expected = 0
  for (let id = 0; id < sessions; id++) for (let n = 0; n < transactions; n++) expected += amountOf(id, n)
  report.figure('sum of all balances', `${sum}, expected ${expected}`)
  report.holds(sum === expected, `the balances add up to ${sum} instead of ${expected}`)
}
