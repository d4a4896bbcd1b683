import type { ConnectionId, GateQuestion, Pin, SessionId } from '../vocab.ts'

interface OfPool {
  /** The option `name` of the pool. */
  readonly pool: string
}
interface OfLease extends OfPool {
  readonly session: SessionId
  readonly connection: ConnectionId
}

export interface BorrowEvent extends OfLease {
  /** Microseconds since the session asked. */
  readonly waitMicros: number
}
export interface ReturnEvent extends OfLease {
  /** Whether the session had begun a transaction on it. */
  readonly transaction: boolean
}
export interface WaitEvent extends OfPool {
  readonly session: SessionId
  /** How many wait now, this one included. */
  readonly waiting: number
}
export interface PinEvent extends OfLease, Pin {
  /** Where the transaction or the pin began, innermost frame first; null when the caller was not on the stack. */
  readonly stack: string | null
}
export interface UnpinEvent extends OfLease, Pin {
  readonly heldMillis: number
  /** What ended it: `session-end`, `discard`, `connection-lost`. */
  readonly endedBy: string
}
export interface StateDiscardedEvent extends OfPool {
  readonly connection: ConnectionId
  readonly how: 'reset' | 'close'
  readonly because: GateQuestion | 'session-destroyed'
}
export interface ConnectionOpenEvent extends OfPool {
  readonly connection: ConnectionId
  readonly openMicros: number
}
export interface ConnectionLostEvent extends OfPool {
  readonly connection: ConnectionId
  readonly error: Error | null
  /** Where it was: `idle`, `leased`, … */
  readonly place: string
}
export interface ConnectionCloseEvent extends OfPool {
  readonly connection: ConnectionId
  readonly because: string
}
export interface OpenFailedEvent extends OfPool {
  readonly error: Error
  /** Milliseconds until the next attempt may start. */
  readonly nextTryMillis: number
}
export interface LeakEvent extends OfPool {
  readonly session: SessionId
  readonly what: 'transaction' | 'pin' | 'released-in-transaction'
  readonly ageMillis: number
  readonly stack: string | null
}
export interface LeapEvent extends OfPool {
  readonly millis: number
}

/** Name and payload of each event. The same objects go to the diagnostics channels. */
export interface PoolEventMap {
  borrow: [BorrowEvent]
  return: [ReturnEvent]
  wait: [WaitEvent]
  pin: [PinEvent]
  unpin: [UnpinEvent]
  stateDiscarded: [StateDiscardedEvent]
  connectionOpen: [ConnectionOpenEvent]
  connectionLost: [ConnectionLostEvent]
  connectionClose: [ConnectionCloseEvent]
  openFailed: [OpenFailedEvent]
  leak: [LeakEvent]
  leap: [LeapEvent]
}

export type PoolEventName = keyof PoolEventMap
