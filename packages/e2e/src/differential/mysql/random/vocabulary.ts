import type { Chance } from '../../chance.ts'
import type { StateKind, Step } from '../../program.ts'
import type { Move } from '../../random/move.ts'
import type { RandomSession, Vocabulary } from '../../random/vocabulary.ts'
import { mysqlStateKinds } from '../state-kinds.ts'
import { freeMoves } from './free-moves.ts'
import { objectMoves } from './object-moves.ts'
import { randomSetup } from './setup.ts'
import { settingMoves } from './state-moves.ts'

/** Kinds whose moves hold nothing on the connection after the transaction. */
const mysqlFreeKinds: ReadonlySet<StateKind> = new Set<StateKind>([
  'stateless',
  'transaction',
  'savepoint',
  'failed-transaction',
  'implicit-commit',
  'error',
  'driver-prepared',
  'multi-statement',
  'stream',
  'infile',
])

const textOf = (step: Step): string =>
  'query' in step ? (typeof step.query === 'string' ? step.query : (step.query.text ?? '')) : ''

/** An error leaves a transaction open; whatever changes the catalogue commits it. */
class Session implements RandomSession {
  #open = false

  rename(step: Step): Step {
    return step
  }

  choose(chance: Chance, moves: readonly Move[]): Move {
    if (this.#open && chance.percent(18)) return ending
    const place = this.#open ? 'inside' : 'outside'
    return chance.weighted(moves.filter((move) => move[place] !== true))
  }

  ran(step: Step): void {
    const text = textOf(step)
    const method = 'method' in step ? step.method : null
    if (/^(begin|start transaction)\b/.test(text) && !/;\s*(commit|rollback)/.test(text)) this.#open = true
    else if (method === 'beginTransaction') this.#open = true
    else if (/\band chain$/.test(text)) this.#open = true
    else if (/^(commit|rollback|create table|drop table|alter|truncate|analyze|xa|lock)\b(?! to\b)/.test(text))
      this.#open = false
    else if ('reconnect' in step || 'changeUser' in step || (method !== null && method !== 'ping')) this.#open = false
  }
}

const ending: Move = { kind: 'transaction', weight: 1, make: (d) => d.oneOf('commit', 'commit', 'rollback') }

export const mysqlVocabulary: Vocabulary = {
  kinds: mysqlStateKinds,
  freeKinds: mysqlFreeKinds,
  freeMoves,
  stateMoves: [...settingMoves, ...objectMoves],
  setup: randomSetup,
  session: () => new Session(),
}
