import type { AsyncResource } from 'node:async_hooks'
import type { Boundary, Ticket } from '../adapter/driver.ts'
import type { Connection } from '../store/connection.ts'
import type { SessionId, TxStatus } from '../vocab.ts'

/** What the multiplexer knows of a session. It answers to no other part of it. */
export interface Borrower<W extends object, T extends Ticket> {
  readonly id: SessionId
  /** A connection is the session's until it gives the lease back. */
  granted(lease: Lease<W, T>): void
  /** No connection will come; the session holds nothing. */
  denied(error: Error): void
  /** The statement that the session submitted has reached its boundary. */
  settled(ticket: T, boundary: Boundary): void
  /** The connection of its lease is gone; the lease is over. */
  lost(error: Error | null): void
  /** A notice or notification arrived on its connection. */
  pushed(kind: 'notification' | 'notice', payload: unknown): void
  /** Its transaction made no progress: its connection is cut. */
  takeBack(why: string): void
  /** It ran no statement for too long. */
  expire(): void
  /** Where its transaction, pin or borrow began, when that was kept. */
  readonly origin: string | null
  /** Whether something of it lives in the connection. */
  readonly holds: 'nothing' | 'transaction' | 'obligation'
}

/** The exclusive right of one session to one connection until a boundary. Used once: given back, it stays so. */
export class Lease<W extends object, T extends Ticket> {
  readonly connection: Connection<W>
  borrower: Borrower<W, T>
  readonly since: number
  /** The statement that was written and has not settled: a session writes one at a time. */
  inFlight: T | null = null
  /** The transaction state of the last boundary that was seen on the lease. */
  tx: TxStatus = 'none'
  /** Whether a statement was sent on it: before that nothing of the session lives in the connection. */
  used = false
  /** The async context of the last statement that was sent on it: events of the connection belong to it. */
  context: AsyncResource | null = null
  /** When a statement was last written or settled. */
  progressAt: number
  /** A transaction without progress was reported. */
  reported = false
  over = false

  constructor(connection: Connection<W>, borrower: Borrower<W, T>, now: number) {
    this.connection = connection
    this.borrower = borrower
    this.since = now
    this.progressAt = now
  }
}
