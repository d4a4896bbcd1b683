import type { Chance } from '../chance.ts'
import type { StateKind, Step } from '../program.ts'
import type { Move } from './move.ts'

/** Follows what the steps of a session do to its transaction, so that moves stand where they make sense. */
export interface RandomSession {
  choose(chance: Chance, moves: readonly Move[]): Move
  /** The step as this session must write it. */
  rename(step: Step): Step
  ran(step: Step, fails: boolean): void
}

/** What random programs for one kind of server are made of. */
export interface Vocabulary {
  readonly kinds: readonly StateKind[]
  /** Kinds whose moves hold nothing on the connection after the transaction. */
  readonly freeKinds: ReadonlySet<StateKind>
  readonly freeMoves: readonly Move[]
  readonly stateMoves: readonly Move[]
  /** The objects of every random program. */
  readonly setup: readonly string[]
  session(): RandomSession
}
