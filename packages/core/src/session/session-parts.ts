import type { AsyncResource } from 'node:async_hooks'
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

/** What a connection tells by itself comes in the context of the session's last statement on it. */
export function tellInContext<K extends 'pushed' | 'lost'>(
  listener: SessionListener | null,
  context: AsyncResource | null | undefined,
  what: K,
  ...told: Parameters<SessionListener[K]>
): void {
  if (listener === null) return
  const tell = listener[what] as (...told: Parameters<SessionListener[K]>) => void
  if (context) context.runInAsyncScope(tell, listener, ...told)
  else tell.apply(listener, told)
}
