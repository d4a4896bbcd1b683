import type { AsyncResource } from 'node:async_hooks'
import type { Ticket } from '@muxpool/core/adapter'
import type { CommandLike, Mysql2Connection, Mysql2Packet, ServerError } from './driver-members.ts'
import type { ReplyShape } from './reply-reader.ts'
import type { SessionStatements } from './session-statements.ts'

/** What a carrier takes down a connection: a caller's statement, or one of the pool's own. */
export interface Cargo {
  /** How many commands make it: Execute comes behind its Prepare. */
  readonly steps: number
  commandAt(step: number): CommandLike
  shapeAt(step: number): ReplyShape
  readonly context: AsyncResource
  /** To read its answer runs code of the caller's, in his context: how values are cast, where a file comes from. */
  readonly callsBack: boolean
  /** What the driver itself said against it, before anything was sent. */
  readonly refusal: Error | null
  driverRefuses(error: Error): void
  /** The connection is chosen: from now until it is told, no answer of the driver reaches the caller. */
  goesTo(connection: Mysql2Connection): void
  /** Everything of it has been answered. */
  reachBoundary(): void
  /** What the server said against it, for the driver's own command to tell. */
  serverRefuses(packet: Mysql2Packet, connection: Mysql2Connection): ServerError
  /** Core has moved: now the caller may hear. Success is told by the driver. */
  tell(error: Error | null, connection: Mysql2Connection): void
}

export interface MysqlTicket extends Ticket, Cargo {
  /** What the session has prepared. */
  readonly statements: SessionStatements
  /** It leaves the connection with somebody else's identity. */
  readonly changesUser: boolean
}
