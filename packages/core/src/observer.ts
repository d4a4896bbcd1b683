import type { ConnectionId, Fate, GateQuestion, Pin, SessionId } from './vocab.ts'

/** What happens in a pool, told as it happens. Layers below are handed one; it must not throw. */
export interface PoolObserver {
  /** A session got a connection; `waitMicros` since it asked. */
  borrow(session: SessionId, connection: ConnectionId, waitMicros: number): void
  /** A session gave its connection back; `transaction` when it had begun one. */
  return(session: SessionId, connection: ConnectionId, transaction: boolean): void
  /** A statement must wait for a connection. */
  wait(session: SessionId, waiting: number): void
  pin(session: SessionId, connection: ConnectionId, pin: Pin, stack: string | null): void
  /** `endedBy`: what ended the pin (`session-end`, a statement's digest, `connection-lost`). */
  unpin(session: SessionId, connection: ConnectionId, pin: Pin, endedBy: string): void
  /** A connection was reset or closed with state that its session had left on it. */
  stateDiscarded(connection: ConnectionId, how: 'reset' | 'close', because: GateQuestion | 'session-destroyed'): void
  connectionOpen(connection: ConnectionId, openMicros: number): void
  connectionLost(connection: ConnectionId, error: Error | null, place: string): void
  connectionClose(connection: ConnectionId, because: string): void
  openFailed(error: Error, nextTryMillis: number): void
  /** A transaction or a pin makes no progress, or a session was released in a transaction. */
  leak(
    session: SessionId,
    what: 'transaction' | 'pin' | 'released-in-transaction',
    ageMillis: number,
    stack: string | null,
  ): void
  /** A statement settled; `micros` between writing it and its boundary. */
  statement(micros: number, fate: Fate): void
  /** Time jumped: the process was stopped, or its event loop was blocked. */
  leap(millis: number): void
}

const nothing = (): void => {}

export const silentObserver: PoolObserver = {
  borrow: nothing,
  return: nothing,
  wait: nothing,
  pin: nothing,
  unpin: nothing,
  stateDiscarded: nothing,
  connectionOpen: nothing,
  connectionLost: nothing,
  connectionClose: nothing,
  openFailed: nothing,
  leak: nothing,
  statement: nothing,
  leap: nothing,
}
