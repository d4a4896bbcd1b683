import type { PoolEventMap, PoolEventName } from './pool-events.ts'

export interface EventRow<Name extends PoolEventName> {
  /** When it is told. */
  readonly what: string
  /** Fields of the payload besides `pool`, each with its meaning and unit. */
  readonly fields: { readonly [Field in Exclude<keyof PoolEventMap[Name][0], 'pool'>]: string }
  /** Told for every statement or transaction: listen to it only while something is being looked into. */
  readonly hot?: true
}

const session = 'number of the session, from 1'
const connection = 'number of the connection, from 1; not the process id on the server'
const stack = 'where it began, as one line, innermost frame first; null when it is not known'

const pin = {
  session,
  connection,
  reason: 'kind of state that keeps the session on its connection',
  rule: 'id of the rule that saw it; `user` for an explicit pin',
  digest: 'the statement without any literal; null where there was none, or it could not be read',
  since: 'when it began, milliseconds since 1970',
} as const

/** One row for each event: the reference page is made from it, and the compiler refuses a row that lacks a field. */
export const eventTable: { readonly [Name in PoolEventName]: EventRow<Name> } = {
  borrow: {
    what: 'A session gets a connection.',
    fields: { session, connection, waitMicros: 'microseconds since it asked' },
    hot: true,
  },
  return: {
    what: 'A session gives its connection back.',
    fields: { session, connection, transaction: 'true when it ran a transaction on it' },
    hot: true,
  },
  wait: {
    what: 'A statement can not run yet, as no connection is free.',
    fields: { session, waiting: 'how many wait now, this one included' },
    hot: true,
  },
  pin: {
    what: 'A statement binds its session to the connection.',
    fields: { ...pin, stack },
  },
  unpin: {
    what: 'A pin is over.',
    fields: {
      ...pin,
      heldMillis: 'how long it was held, milliseconds',
      endedBy: '`session-end`, `discard` (DISCARD ALL) or `connection-lost`',
    },
  },
  stateDiscarded: {
    what: 'A connection is reset or closed because its session left state on it, or may have.',
    fields: { connection, how: '`reset` or `close`', because: 'the question of the gate that was answered with yes' },
  },
  connectionOpen: {
    what: 'A connection was opened and is ready.',
    fields: { connection, openMicros: 'microseconds for name, TCP, TLS, authentication and init' },
  },
  connectionLost: {
    what: 'A connection broke without being closed by the pool.',
    fields: { connection, error: 'what the driver said, or null', place: 'where it was: `idle`, `leased`, …' },
  },
  connectionClose: {
    what: 'The pool closes a connection.',
    fields: { connection, because: 'why: `idle`, `expired`, `draining`, `reset-failed`, …' },
  },
  openFailed: {
    what: 'A connection could not be opened. Callers are not told of it while another attempt may help.',
    fields: { error: 'the error of the attempt', nextTryMillis: 'milliseconds until the next attempt may start' },
  },
  leak: {
    what: 'A transaction or a pin makes no progress, or a session was released in the middle of a transaction.',
    fields: {
      session,
      what: '`transaction`, `pin` or `released-in-transaction`',
      ageMillis: 'how long the session has had the connection, milliseconds',
      stack,
    },
  },
  leap: {
    what: 'Time jumped: the process was stopped, or its event loop was blocked.',
    fields: { millis: 'by how much, milliseconds' },
  },
}
