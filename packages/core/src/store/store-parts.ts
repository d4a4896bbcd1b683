import type { Boundary, Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'
import type { Limits } from '../sizing/limits.ts'
import type { Breaker } from './breaker.ts'
import type { Connection } from './connection.ts'
import type { Slots } from './slots.ts'

/** What the store tells the layer above. */
export interface StoreListener<W extends object, T extends Ticket> {
  opened(connection: Connection<W>): void
  /** @param forWaiters the error that those who wait must be given now; null: they wait on. */
  openFailed(forWaiters: Error | null): void
  settled(connection: Connection<W>, ticket: T, boundary: Boundary): void
  pushed(connection: Connection<W>, kind: 'notification' | 'notice', payload: unknown): void
  lost(connection: Connection<W>, error: Error | null): void
  /** A slot is free again. */
  freed(): void
  /** Runs on each new connection before it is used. */
  prepare(wire: W, deadline: number): Promise<void>
}

export interface StoreParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly slots: Slots
  readonly limits: Limits
  readonly breaker: Breaker
  readonly observer: PoolObserver
}
