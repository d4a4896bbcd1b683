import type { Pin, Session } from '@muxpool/core/adapter'
import type { Mysql2ConnectionConfig, Mysql2PoolConnection } from '../driver-members.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'
import type { CommandTickets } from './command-tickets.ts'

/** What every session face of one pool shares. */
export interface SessionFaceParts {
  readonly tickets: CommandTickets
  readonly config: Mysql2ConnectionConfig
  /** The pool that is shown to callers; null: there is none. */
  readonly pool: object | null
  /** Why a statement may not wait for a connection; null: it may. */
  readonly refusesToWait: () => Error | null
  readonly released: (connection: SessionConnection) => void
  readonly ended: (connection: SessionConnection) => void
  /** What the server said of itself when it was connected to last. */
  readonly handshake: () => unknown
}

/** A session with the members of mysql2's PoolConnection. */
export interface SessionConnection extends Mysql2PoolConnection {
  readonly pinned: Pin | null
  readonly transactionState: Session<MysqlWire, MysqlTicket>['transaction']
  /** No statement is taken any more. */
  readonly ended: boolean
  readonly _handshakePacket: unknown
  pin(): Disposable
  release(): void
  destroy(): void
  /** Ends the session behind what it was given. */
  leave(): void
}

export type SessionConnectionConstructor = new (
  parts: SessionFaceParts,
  session: Session<MysqlWire, MysqlTicket>,
) => SessionConnection
