import type { Classification } from '../sql/classification.ts'
import type { EffectKind } from '../sql/effect.ts'
import type { ControlRows, ControlStatement } from './control.ts'

/** How many connections the server really gives this user on this database. */
export interface ServerLimits {
  /** After reserved slots and the limits of role and database. */
  readonly usableConnections: number
  readonly version: string
}

/** What calling a routine of the server's catalogue may do. */
export interface RoutineFacts {
  /** What cleans the connection afterwards. */
  readonly cleanup: 'none' | 'reset' | 'close'
  /** Asks for what the session's sequences gave last. */
  readonly looksBack: boolean
  /** Moves a sequence by its own words. */
  readonly moves: boolean
  /** Asks what the statement before it has left: rows found or changed, warnings. */
  readonly asks?: boolean
}

/** What runs stateful routines without naming them, by the names that a text must show to reach it. */
export interface Dependents {
  /** Relations, types and routines. */
  readonly names: ReadonlySet<string>
  readonly operators: ReadonlySet<string>
  /** Schemas of the relations and types among them, for texts that say one; a name that is missing matches with any. */
  readonly schemas?: ReadonlyMap<string, ReadonlySet<string>>
  /** Relations that reach them only when a text writes. */
  readonly written?: ReadonlySet<string>
  /** Something reaches them that no name shows. */
  readonly everything: boolean
}

/** How it is found out that a connection remembers a movement since it last forgot all. */
export interface LookBackProof {
  /** Whose answers need it; routines that look back do, too. */
  readonly rule: string
  readonly ask: ControlStatement
  proves(answer: ControlRows): boolean
}

/** A database dialect: its rules are data, and nothing of it knows a driver. */
export interface Engine {
  readonly name: string
  /** Pure; never throws. */
  classify(text: string): Classification
  /** The statement without literals. */
  digest(text: string): string
  readonly limitsQuery: ControlStatement
  readLimits(answer: ControlRows): ServerLimits
  /** Behind these a session may see less of the catalogue than others do; absent where everybody sees all of it. */
  readonly catalogueHiddenBy?: ReadonlySet<EffectKind>
  /** Routines that users defined, by folded name. */
  readonly routinesQuery: ControlStatement
  /** @param dependents bodies that name them have what they have. */
  readRoutines(answer: ControlRows, dependents?: Dependents): ReadonlyMap<string, RoutineFacts>
  /** Null, whatever it is asked about: what the routines' query answered says it too, and so does the stamp. */
  dependentsQuery(routines: readonly string[]): ControlStatement | null
  /** @param routines those that were asked about */
  readDependents(answer: ControlRows, routines: readonly string[]): Dependents
  mentions(text: string, dependents: Dependents): boolean
  /** Cheap: a text that changes whenever one of these routines does. Asked each time that one may have. */
  readonly routinesStampQuery: ControlStatement
  readStamp(answer: ControlRows): string
  readonly rollback: ControlStatement
  /** Ends everything that a reset can end; absent where the protocol has a message of its own for that. */
  readonly reset?: ControlStatement
  /** Forgets what sequences gave on this connection. */
  readonly forgetSequences: ControlStatement
  /** Where a forgotten movement is answered as if there had never been one, instead of by an error. */
  readonly lookBackProof?: LookBackProof
  /** Overwrites what statements tell of those before them; absent where none does. */
  readonly forgetDiagnostics?: ControlStatement
  /** How a rule's pin can be avoided, for messages. */
  avoid(rule: string): string | null
}
