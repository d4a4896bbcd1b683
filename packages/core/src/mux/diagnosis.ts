import type { Ticket } from '../adapter/driver.ts'
import { MuxError } from '../errors.ts'
import type { Census } from '../store/places.ts'
import type { Lease } from './lease.ts'
import type { PulseVerdict } from './pulse.ts'

export interface Situation<W extends object, T extends Ticket> {
  readonly pool: string
  readonly now: number
  readonly waitedMillis: number
  readonly waiting: number
  readonly limit: number
  readonly census: Census
  readonly leases: Iterable<Lease<W, T>>
  readonly pulse: PulseVerdict
  readonly lastOpenError: Error | null
}

/** Who holds the connections, oldest holder first. */
export interface HolderCount {
  readonly pinned: number
  /** In a transaction, with no statement in flight: the application thinks. */
  readonly idleInTransaction: number
  readonly running: number
  /** In a transaction at their last boundary, whatever else they are. */
  readonly inTransaction: number
  readonly oldest: { readonly ageMillis: number; readonly origin: string | null } | null
}

export function countHolders<W extends object, T extends Ticket>(
  leases: Iterable<Lease<W, T>>,
  now: number,
): HolderCount {
  let pinned = 0
  let idleInTransaction = 0
  let running = 0
  let inTransaction = 0
  let oldest: Lease<W, T> | null = null
  for (const lease of leases) {
    if (oldest === null || lease.since < oldest.since) oldest = lease
    if (lease.tx !== 'none') inTransaction += 1
    if (lease.borrower.holds === 'obligation') pinned += 1
    else if (lease.inFlight !== null) running += 1
    else idleInTransaction += 1
  }
  return {
    pinned,
    idleInTransaction,
    running,
    inTransaction,
    oldest: oldest && { ageMillis: now - oldest.since, origin: oldest.borrower.origin },
  }
}

export type WaitCause =
  | 'server-silent'
  | 'server-unreachable'
  | 'all-pinned'
  | 'transactions-open'
  | 'all-busy'
  | 'opening'

/** Why nothing came: the most telling cause first. */
function causeOf<W extends object, T extends Ticket>(situation: Situation<W, T>, holders: HolderCount): WaitCause {
  if (situation.pulse === 'silent') return 'server-silent'
  if (situation.lastOpenError !== null && situation.census.leased === 0) return 'server-unreachable'
  const held = holders.pinned + holders.idleInTransaction + holders.running
  if (held === 0) return 'opening'
  if (holders.pinned * 2 > held) return 'all-pinned'
  if (holders.idleInTransaction * 2 >= held) return 'transactions-open'
  return 'all-busy'
}

const inWords: { readonly [cause in WaitCause]: string } = {
  'server-silent': 'the server does not answer',
  'server-unreachable': 'no connection can be opened',
  'all-pinned': 'the connections are held by pinned sessions (see pinReport())',
  'transactions-open': 'the connections are held by transactions that were begun and not ended',
  'all-busy': 'all connections are busy with statements',
  opening: 'a connection was still being opened',
}

/** The error of a waiter whose time is over, with the state of the pool in one line. */
export function borrowTimeout<W extends object, T extends Ticket>(situation: Situation<W, T>): MuxError {
  const holders = countHolders(situation.leases, situation.now)
  const cause = causeOf(situation, holders)
  const { census, lastOpenError } = situation
  const oldest = holders.oldest === null ? '' : `, oldest lease ${Math.round(holders.oldest.ageMillis)} ms`
  const origin = holders.oldest?.origin ? ` from ${holders.oldest.origin}` : ''
  const last = lastOpenError === null ? '' : `; last error: ${lastOpenError.message}`
  const line =
    `pool ${situation.pool} waited ${Math.round(situation.waitedMillis)} ms: ${inWords[cause]}` +
    ` (limit ${situation.limit}: ${holders.running} running, ${holders.idleInTransaction} idle in transaction, ${holders.pinned} pinned,` +
    ` ${census.idle} idle, ${census.opening} opening, ${census.closing} closing; ${situation.waiting} waiting${oldest}${origin}${last})`
  const error = new MuxError('MUX_BORROW_TIMEOUT', `timeout exceeded when trying to connect: ${line}`, {
    phase: 'queue',
    ...(lastOpenError === null ? {} : { cause: lastOpenError }),
  })
  Object.defineProperty(error, 'diagnosis', { value: cause, enumerable: true })
  return error
}
