import type { Ticket } from '@muxpool/core/adapter'
import type { PgClient, PgSubmittable } from './driver-members.ts'
import type { GatheredWrites } from './gathered-writes.ts'
import type { KeptStatements } from './kept-statements.ts'
import type { StatementNames } from './statement-names.ts'

/** What a statement may know of the connection that it runs on. */
export interface TicketWire {
  readonly client: PgClient
  /** The session that owns the statement names of the connection; null: they are shared. */
  readonly owner: StatementNames | null
  readonly kept: KeptStatements
  readonly writes: GatheredWrites
  readonly usable: boolean
  /** The tag of each statement that has run. */
  completed(tag: string | undefined): void
  /** pg refused to send the statement, so the server will say nothing. */
  unsent(ticket: PgTicket, error: Error): void
}

/** What the wire needs of a statement beside what core needs. */
export interface PgTicket extends Ticket, Omit<PgSubmittable, 'text'> {
  /** The names of the session that runs it. */
  readonly names: StatementNames | null
  /** What the server said against it. */
  readonly error: Error | null
  /** Whether any byte of it may have left. */
  readonly written: boolean
  /** The connection is chosen. */
  goesTo(wire: TicketWire): void
  /** Everything of it has been answered. */
  reachBoundary(): void
  /** Core has moved: now the caller may hear of an error. Success is told by the driver. */
  tell(error: Error | null): void
  /** Whether it can be sent once more, because it failed only for what the connection remembered. */
  recovers(error: Error, wire: TicketWire): boolean
}
