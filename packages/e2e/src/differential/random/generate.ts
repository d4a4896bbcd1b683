import { Chance } from '../chance.ts'
import { deep, light, type Program, type StateKind, type Step } from '../program.ts'
import { Draw, type Move, type Part } from './move.ts'
import { postgresVocabulary } from './postgres-vocabulary.ts'
import type { RandomSession, Vocabulary } from './vocabulary.ts'

export interface RandomOptions {
  readonly count: number
  /** Steps of each program, less the last probe. */
  readonly steps: number
  readonly seed: number
}

/**
 * A third of the programs hold nothing and must not pin; most others have a few kinds of state among stateless
 * statements, so that a session is pinned for a part of its life only; some have every kind.
 */
const chooseKinds = (chance: Chance, { kinds, freeKinds }: Vocabulary): ReadonlySet<StateKind> => {
  const stateOnlyKinds = kinds.filter((kind) => !freeKinds.has(kind))
  const temper = chance.below(100)
  if (temper < 33) return new Set()
  if (temper >= 80) return new Set(stateOnlyKinds)
  return new Set(Array.from({ length: 1 + chance.below(3) }, () => chance.pick(stateOnlyKinds)))
}

const movesFor = (kinds: ReadonlySet<StateKind>, { freeMoves, stateMoves }: Vocabulary): readonly Move[] => {
  if (kinds.size === 0) return freeMoves
  // The state's share must not depend on how many kinds were chosen: it would drown in, or crowd out, the free moves.
  const chosen = stateMoves.filter(
    (move) => kinds.has(move.kind) || (move.kind === 'multi-statement' && kinds.has('setting')),
  )
  const sum = (moves: readonly Move[]): number => moves.reduce((total, move) => total + move.weight, 0)
  const scale = Math.max(1, Math.round(sum(freeMoves) / (2 * sum(chosen))))
  return [...freeMoves, ...chosen.map((move) => ({ ...move, weight: move.weight * scale }))]
}

const isStep = (part: Part): part is Step =>
  typeof part !== 'string' && !('text' in part) && !('name' in part) && !('values' in part)

const randomProgram = (name: string, steps: number, chance: Chance, vocabulary: Vocabulary): Program => {
  const kinds = chooseKinds(chance, vocabulary)
  const moves = movesFor(kinds, vocabulary)
  // Programs with two sessions run one at a time: more of them would leave the other lanes without work at the end.
  const alone = chance.percent(92)
  const sessions = [vocabulary.session(), vocabulary.session()]
  const covers = new Set<StateKind>()
  const made: Step[] = []
  while (made.length < steps) {
    const number = alone || chance.percent(60) ? 1 : 2
    const session = sessions[number - 1] as RandomSession
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
  const pins = kinds.size === 0 ? 'never' : 'may'
  return { name, covers: [...covers], pins, setup: vocabulary.setup, steps: made }
}

/** The same options give the same programs. */
export const randomPrograms = (
  { count, steps, seed }: RandomOptions,
  vocabulary: Vocabulary = postgresVocabulary,
): readonly Program[] =>
  Array.from({ length: count }, (_value, index) =>
    randomProgram(`random-${seed}-${index}`, steps, new Chance(seed * 100_003 + index), vocabulary),
  )
