import type { Ticket } from '../adapter/driver.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'
import type { Limits } from '../sizing/limits.ts'
import type { Store } from '../store/store.ts'
import type { Lease } from './lease.ts'
import type { Multiplexer } from './multiplexer.ts'

/** RDS Proxy's idea of an idle connection: unused for five minutes. */
const longIdleMillis = 300_000
/** Few at a time, so that a generation is not replaced by a stampede. */
const retiredAtOnce = 2

interface HousekeeperParts {
  readonly options: PoolOptions
  readonly limits: Limits
  readonly observer: PoolObserver
}

/** How often to look: often enough for the shortest limit that is set, at most every 5 ms, at least once a second. */
export function housekeepingMillis(options: PoolOptions): number {
  const limits = [
    options.idleConnectionTimeoutMillis,
    options.borrowTransactionTimeoutMillis,
    options.transactionTimeoutMillis,
    options.idleClientTimeoutMillis,
  ]
  const shortest = Math.min(...limits.filter((millis) => millis > 0), 4_000)
  return Math.max(5, Math.min(1_000, shortest / 4))
}

/** The periodic walk: idle and old connections, transactions without progress. Nothing here is needed to be right. */
export class Housekeeper<W extends object, T extends Ticket> {
  readonly #parts: HousekeeperParts
  readonly #store: Store<W, T>
  readonly #mux: Multiplexer<W, T>

  constructor(parts: HousekeeperParts, store: Store<W, T>, mux: Multiplexer<W, T>) {
    this.#parts = parts
    this.#store = store
    this.#mux = mux
  }

  walk(now: number): void {
    this.#closeIdle(now)
    for (const lease of this.#mux.leases) this.#watch(lease, now)
  }

  #closeIdle(now: number): void {
    const { options, limits } = this.#parts
    let retired = 0
    for (const connection of [...this.#store.idle]) {
      const idle = now - connection.idleSince
      const old = connection.expiresAt <= now || connection.generation !== this.#store.generation
      if (old && retired < retiredAtOnce) {
        retired += 1
        void this.#store.close(connection, 'expired')
      } else if (
        options.idleConnectionTimeoutMillis > 0 &&
        idle >= options.idleConnectionTimeoutMillis &&
        this.#aboveMinimum()
      ) {
        void this.#store.close(connection, 'idle')
      } else if (idle >= longIdleMillis && this.#store.idle.length > limits.maxIdle) {
        void this.#store.close(connection, 'idle')
      }
    }
    if (this.#store.connections.size < options.minConnections) this.#mux.opener.demand()
  }

  #aboveMinimum(): boolean {
    const { minConnections, keepConnections } = this.#parts.options
    return this.#store.connections.size - this.#store.headcount.closing > Math.max(minConnections, keepConnections)
  }

  #watch(lease: Lease<W, T>, now: number): void {
    const { options, observer } = this.#parts
    const { borrower } = lease
    const still = lease.inFlight === null ? now - lease.progressAt : 0
    const { idleClientTimeoutMillis: idle } = options
    if (idle > 0 && still > idle) return borrower.expire()
    if (borrower.holds === 'transaction') {
      const { borrowTransactionTimeoutMillis: progress, transactionTimeoutMillis: whole } = options
      if (whole > 0 && now - lease.since > whole)
        this.#takeBack(lease, `its transaction lasted longer than transactionTimeoutMillis (${whole} ms)`, now)
      else if (progress > 0 && still > progress)
        this.#takeBack(
          lease,
          `its transaction made no progress for borrowTransactionTimeoutMillis (${progress} ms)`,
          now,
        )
    } else if (
      borrower.holds === 'obligation' &&
      !lease.reported &&
      options.borrowTransactionTimeoutMillis > 0 &&
      still > options.borrowTransactionTimeoutMillis
    ) {
      // Hours on a lock are an idiom (leader election): told, never taken.
      lease.reported = true
      observer.leak(borrower.id, 'pin', still, borrower.origin)
    }
  }

  #takeBack(lease: Lease<W, T>, why: string, now: number): void {
    if (lease.reported) return
    lease.reported = true
    this.#parts.observer.leak(lease.borrower.id, 'transaction', now - lease.since, lease.borrower.origin)
    lease.borrower.takeBack(why)
  }
}
