import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import type { Judge } from '../mux/judge.ts'
import type { SequenceCare } from '../mux/look-back.ts'
import type { Multiplexer } from '../mux/multiplexer.ts'
import type { PinCause } from '../mux/verdict.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'

/** What the sessions of one pool share. */
export interface SessionParts<W extends object, T extends Ticket> {
  readonly mux: Multiplexer<W, T>
  readonly judge: Judge
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly observer: PoolObserver
  readonly care: SequenceCare
  /** Refuses (by throwing) or warns, as `onPin` says. */
  readonly beforePin: (cause: PinCause, digest: string | null) => void
  readonly ended: () => void
}

/** What a face wants to hear of its session. */
export interface SessionListener {
  pushed(kind: 'notification' | 'notice', payload: unknown): void
  /** The connection that held the session's transaction or obligations is gone. */
  lost(error: Error): void
  /** Everything that it was given has been answered. */
  drained(): void
  /** The session is over, and what it held was given back. */
  over?(): void
}
