import type { Chance } from '../chance.ts'
import type { StateKind, Statement, Step } from '../program.ts'

/** What a move may ask while it makes its statements. */
export class Draw {
  readonly chance: Chance
  /** The session that runs the move. Objects that a second session could wait for carry its number. */
  readonly session: number
  /** Whether the program has no other session. */
  readonly alone: boolean

  constructor(chance: Chance, session: number, alone: boolean) {
    this.chance = chance
    this.session = session
    this.alone = alone
  }

  /** From 1 to n; n is small so that the same keys and names come again. */
  upTo(n: number): number {
    return 1 + this.chance.below(n)
  }

  oneOf<T>(...items: readonly T[]): T {
    return this.chance.pick(items)
  }
}

export type Part = Statement | Step

export interface Move {
  readonly kind: StateKind
  /** How often it is chosen, against the other moves of the program. */
  readonly weight: number
  /** Aborts the transaction it runs in. */
  readonly fails?: true
  /** Chosen only outside of transactions. */
  readonly outside?: true
  /** Chosen only inside of transactions. */
  readonly inside?: true
  readonly make: (draw: Draw) => Part | readonly Part[]
}

/** Kinds whose moves hold nothing on the connection after the transaction. */
export const freeKinds: ReadonlySet<StateKind> = new Set<StateKind>([
  'stateless',
  'transaction',
  'savepoint',
  'failed-transaction',
  'two-phase',
  'local-setting',
  'protocol-prepared',
  'cursor',
  'notify',
  'multi-statement',
  'copy',
  'stream',
  'error',
])
