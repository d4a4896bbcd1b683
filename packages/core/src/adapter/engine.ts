import type { Classification } from '../sql/classification.ts'
import type { ControlRows, ControlStatement } from './control.ts'

/** How many connections the server really gives this user on this database. */
export interface ServerLimits {
  /** After reserved slots and the limits of role and database. */
  readonly usableConnections: number
  readonly version: string
}

/** What calling a routine of the server's catalogue may do: `reset` or `close` says what cleans up after it. */
export type RoutineCleanup = 'reset' | 'close'

/** A database dialect: its rules are data, and nothing of it knows a driver. */
export interface Engine {
  readonly name: string
  /** Pure; never throws. */
  classify(text: string): Classification
  /** The statement without literals. */
  digest(text: string): string
  readonly limitsQuery: ControlStatement
  readLimits(answer: ControlRows): ServerLimits
  /** Routines that users defined, by folded name. */
  readonly routinesQuery: ControlStatement
  readRoutines(answer: ControlRows): ReadonlyMap<string, RoutineCleanup>
  readonly rollback: ControlStatement
  /** Ends everything that a reset can end. */
  readonly reset: ControlStatement
  /** Drops all prepared statements of the connection. */
  readonly forgetStatements: ControlStatement
  /** Forgets what sequences gave on this connection. */
  readonly forgetSequences: ControlStatement
  /** How a rule's pin can be avoided, for messages. */
  avoid(rule: string): string | null
}
