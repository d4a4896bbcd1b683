import type { Chance } from '../chance.ts'
import { type Step, stateKinds } from '../program.ts'
import { freeMoves } from './free-moves.ts'
import { hiddenStateMoves } from './hidden-state-moves.ts'
import { freeKinds, type Move } from './move.ts'
import { randomSetup } from './setup.ts'
import { stateMoves } from './state-moves.ts'
import type { RandomSession, Vocabulary } from './vocabulary.ts'

type Transaction = 'none' | 'open' | 'failed'

const textOf = (step: Step): string =>
  'query' in step ? (typeof step.query === 'string' ? step.query : (step.query.text ?? '')) : ''

const after = (step: Step, before: Transaction): Transaction => {
  if ('reconnect' in step) return 'none'
  const text = textOf(step)
  if (/^(begin|start)\b/.test(text) && !/;\s*(commit|rollback)/.test(text)) return before === 'none' ? 'open' : before
  if (/\band chain$/.test(text)) return before === 'none' ? 'none' : 'open'
  if (/^(commit|rollback|end|abort|prepare transaction)\b(?! to\b)(?! prepared\b)/.test(text)) return 'none'
  if (/^rollback to\b/.test(text) && before === 'failed') return 'open'
  return before
}

const ending: Move = { kind: 'transaction', weight: 1, make: (d) => d.oneOf('commit', 'commit', 'rollback', 'end') }

class Session implements RandomSession {
  transaction: Transaction = 'none'
  /** How often all names were dropped: see `rename`. */
  #dropped = 0

  /**
   * A name of the driver that DEALLOCATE ALL or DISCARD ALL dropped fails for ever on a private connection, and a
   * transaction with it; a pool may prepare it again (a listed difference). Later statements take fresh names.
   */
  rename(step: Step): Step {
    if (/^(discard|deallocate) all$/.test(textOf(step))) this.#dropped++
    if (this.#dropped === 0 || !('query' in step) || typeof step.query === 'string') return step
    const { name } = step.query
    return name === undefined ? step : { ...step, query: { ...step.query, name: `${name}_${this.#dropped}` } }
  }

  choose(chance: Chance, moves: readonly Move[]): Move {
    // An aborted transaction answers everything alike: a little of that, then out.
    if (this.transaction === 'failed' && chance.percent(60)) return chance.percent(50) ? ending : rollbackTo
    if (this.transaction === 'open' && chance.percent(18)) return ending
    const place = this.transaction === 'none' ? 'inside' : 'outside'
    return chance.weighted(moves.filter((move) => move[place] !== true))
  }

  ran(step: Step, fails: boolean): void {
    this.transaction = after(step, this.transaction)
    if (fails && this.transaction === 'open' && 'query' in step && !/^begin/.test(textOf(step)))
      this.transaction = 'failed'
  }
}

const rollbackTo: Move = { kind: 'savepoint', weight: 1, make: (d) => `rollback to ${d.oneOf('a', 'b')}` }

export const postgresVocabulary: Vocabulary = {
  kinds: stateKinds,
  freeKinds,
  freeMoves,
  stateMoves: [...stateMoves, ...hiddenStateMoves],
  setup: randomSetup,
  session: () => new Session(),
}
