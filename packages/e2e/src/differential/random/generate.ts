import { Chance } from '../chance.ts'
import { deep, light, type Program, type StateKind, type Step, stateKinds } from '../program.ts'
import { freeMoves } from './free-moves.ts'
import { hiddenStateMoves } from './hidden-state-moves.ts'
import { Draw, freeKinds, type Move, type Part } from './move.ts'
import { randomSetup } from './setup.ts'
import { stateMoves } from './state-moves.ts'

export interface RandomOptions {
  readonly count: number
  /** Steps of each program, less the last probe. */
  readonly steps: number
  readonly seed: number
}

const stateOnlyKinds = stateKinds.filter((kind) => !freeKinds.has(kind))

/**
 * A third of the programs hold nothing and must not pin; most others have a few kinds of state among stateless
 * statements, so that a session is pinned for a part of its life only; some have every kind.
 */
const chooseKinds = (chance: Chance): ReadonlySet<StateKind> => {
  const temper = chance.below(100)
  if (temper < 33) return new Set()
  if (temper >= 80) return new Set(stateOnlyKinds)
  return new Set(Array.from({ length: 1 + chance.below(3) }, () => chance.pick(stateOnlyKinds)))
}

const movesFor = (kinds: ReadonlySet<StateKind>): readonly Move[] => {
  if (kinds.size === 0) return freeMoves
  // The state's share must not depend on how many kinds were chosen: it would drown in, or crowd out, the free moves.
  const chosen = [...stateMoves, ...hiddenStateMoves].filter(
    (move) => kinds.has(move.kind) || (move.kind === 'multi-statement' && kinds.has('setting')),
  )
  const sum = (moves: readonly Move[]): number => moves.reduce((total, move) => total + move.weight, 0)
  const scale = Math.max(1, Math.round(sum(freeMoves) / (2 * sum(chosen))))
  return [...freeMoves, ...chosen.map((move) => ({ ...move, weight: move.weight * scale }))]
}

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

class Session {
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

const isStep = (part: Part): part is Step =>
  typeof part !== 'string' && !('text' in part) && !('name' in part) && !('values' in part)

const randomProgram = (name: string, steps: number, chance: Chance): Program => {
  const kinds = chooseKinds(chance)
  const moves = movesFor(kinds)
  // Programs with two sessions run one at a time: more of them would leave the other lanes without work at the end.
  const alone = chance.percent(92)
  const sessions = [new Session(), new Session()]
  const covers = new Set<StateKind>()
  const made: Step[] = []
  while (made.length < steps) {
    const number = alone || chance.percent(60) ? 1 : 2
    const session = sessions[number - 1] as Session
    const move = session.choose(chance, moves)
    covers.add(move.kind)
    const parts = [move.make(new Draw(chance, number, alone))].flat() as readonly Part[]
    for (const part of parts) {
      const step = session.rename({ ...(isStep(part) ? part : { query: part }), session: number as 1 | 2 })
      session.ran(step, move.fails === true)
      made.push(step)
      // The server lets go of locks some time after a release; with them free, a try_ function answers for certain.
      if ('reconnect' in step && alone) made.push({ untilUnlocked: true })
    }
  }
  // In an aborted transaction the last probe would show nothing.
  const last: readonly Step[] = [{ query: 'rollback' }, kinds.size === 0 ? light : deep]
  for (const session of alone ? ([1] as const) : ([1, 2] as const)) {
    made.push(...last.map((step) => ({ ...step, session })))
  }
  return { name, covers: [...covers], pins: kinds.size === 0 ? 'never' : 'may', setup: randomSetup, steps: made }
}

/** The same options give the same programs. */
export const randomPrograms = ({ count, steps, seed }: RandomOptions): readonly Program[] =>
  Array.from({ length: count }, (_value, index) =>
    randomProgram(`random-${seed}-${index}`, steps, new Chance(seed * 100_003 + index)),
  )
