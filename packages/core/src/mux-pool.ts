import type { Driver, Ticket } from './adapter/driver.ts'
import type { Clock } from './clock/clock.ts'
import type { Heartbeat } from './clock/heartbeat.ts'
import { MuxError } from './errors.ts'
import { countHolders, type HolderCount } from './mux/diagnosis.ts'
import type { Multiplexer } from './mux/multiplexer.ts'
import type { PoolObserver } from './observer.ts'
import type { PoolOptions } from './options.ts'
import type { Session } from './session/session.ts'
import type { SoleSession } from './session/sole-session.ts'
import type { Limits } from './sizing/limits.ts'
import type { Breaker } from './store/breaker.ts'
import type { Census } from './store/places.ts'
import type { Slots } from './store/slots.ts'
import type { Store } from './store/store.ts'

/** One instant of the pool; the places add up to the connections. */
export interface PoolState {
  readonly sessions: number
  readonly waiting: number
  readonly limit: number
  readonly allowed: number
  readonly places: Readonly<Census>
  /** Connections past their lifetime that are still in use: they are closed at their next boundary. */
  readonly expired: number
  readonly holders: HolderCount
}

/** What an end had to cut off: sessions that still held a connection at the deadline. */
export interface Straggler {
  readonly origin: string | null
  readonly holds: 'nothing' | 'transaction' | 'obligation'
}

/** What core gives an adapter's faces. */
export interface MuxPool<W extends object, T extends Ticket> {
  /** Costs no connection. */
  session(): Session<W, T>
  /** For one statement, with which it ends. Counts as a session. */
  sole(): SoleSession<W, T>
  /** How many are open. */
  readonly sessions: number
  /** Null when the server is known to be good now; else settles when a connection was opened, or could not be. */
  whenGood(): Promise<void> | null
  state(): PoolState
  pause(): void
  resume(): void
  /** Retires every connection at its next boundary. */
  reconnect(): void
  /**
   * Opens no session any more; those that are open go on until they are released or endTimeoutMillis has passed. Resolves
   * when every socket is closed, with those that had to be cut off.
   */
  end(): Promise<readonly Straggler[]>
}

interface PoolParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly limits: Limits
  readonly breaker: Breaker
  readonly slots: Slots
  readonly store: Store<W, T>
  readonly mux: Multiplexer<W, T>
  readonly heartbeat: Heartbeat
  readonly observer: PoolObserver
}

export interface MuxPoolState<W extends object, T extends Ticket> extends MuxPool<W, T> {
  opened(): void
  openFailed(error: Error | null): void
  freed(): void
  sessionEnded(): void
}

interface Hoper {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
  readonly give: () => void
}

export function poolOver<W extends object, T extends Ticket>(
  parts: PoolParts<W, T>,
  makeSession: () => Session<W, T>,
  makeSole: () => SoleSession<W, T>,
): MuxPoolState<W, T> {
  const { clock, options, limits, breaker, slots, store, mux, heartbeat } = parts
  const hopers = new Set<Hoper>()
  let sessions = 0
  let ending: Promise<readonly Straggler[]> | null = null
  let allGone: (() => void) | null = null
  let allReleased: (() => void) | null = null

  const settleHopers = (settle: (hoper: Hoper) => void): void => {
    for (const hoper of [...hopers]) {
      hopers.delete(hoper)
      hoper.give()
      settle(hoper)
    }
    mux.hopers = 0
  }

  const gone = (): boolean => slots.taken === 0

  async function end(): Promise<readonly Straggler[]> {
    const cut: Straggler[] = []
    const stopped = new MuxError('MUX_POOL_ENDED', 'Cannot use a pool after calling end on the pool', {
      phase: 'queue',
    })
    settleHopers((hoper) => hoper.reject(stopped))
    mux.drain()
    heartbeat.stop()
    const over = options.endTimeoutMillis
    const timer =
      over === 0
        ? null
        : clock.setTimer(
            () => {
              for (const lease of mux.leases) {
                cut.push({ origin: lease.borrower.origin, holds: lease.borrower.holds })
                mux.takeBack(lease)
              }
              sessions = 0
              mux.close()
              allReleased?.()
            },
            over,
            true,
          )
    if (sessions > 0) await new Promise<void>((resolve) => (allReleased = resolve))
    mux.close()
    if (!gone()) await new Promise<void>((resolve) => (allGone = resolve))
    timer?.cancel()
    await slots.drain()
    return cut
  }

  return {
    session() {
      sessions += 1
      return makeSession()
    },
    sole() {
      sessions += 1
      return makeSole()
    },
    get sessions() {
      return sessions
    },
    whenGood() {
      if (breaker.health === 'good') return null
      return new Promise<void>((resolve, reject) => {
        const timeout = clock.setTimer(
          () => {
            hopers.delete(hoper)
            mux.hopers = hopers.size
            const last = breaker.lastError
            reject(
              new MuxError(
                'MUX_BORROW_TIMEOUT',
                `timeout exceeded when trying to connect${last === null ? '' : `: ${last.message}`}`,
                { phase: 'connect', cause: last ?? undefined },
              ),
            )
          },
          options.connectionBorrowTimeoutMillis,
          true,
        )
        const hoper: Hoper = { resolve, reject, give: () => timeout.cancel() }
        hopers.add(hoper)
        mux.hopers = hopers.size
        mux.opener.demand()
      })
    },
    opened: () => settleHopers((hoper) => hoper.resolve()),
    openFailed: (error) => error !== null && settleHopers((hoper) => hoper.reject(error)),
    freed: () => gone() && allGone?.(),
    sessionEnded: () => {
      sessions -= 1
      if (sessions === 0) allReleased?.()
    },
    state: () => ({
      sessions,
      waiting: mux.queue.length,
      limit: limits.current,
      allowed: limits.allowed,
      places: store.headcount.census(),
      expired: mux.leases.filter(({ connection }) => connection.expiresAt <= clock.now()).length,
      holders: countHolders(mux.leases, clock.now()),
    }),
    pause: () => mux.pause(),
    resume: () => mux.resume(),
    reconnect: () => {
      store.generation += 1
    },
    end: () => (ending ??= end()),
  }
}
