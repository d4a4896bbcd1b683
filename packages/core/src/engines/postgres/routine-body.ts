import type { RoutineFacts } from '../../adapter/engine.ts'
import type { EffectKind } from '../../sql/effect.ts'
import { EffectSink } from '../../sql/effect-sink.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { postgresLexis } from './lexis.ts'
import { Remembered } from './remembered.ts'
import { survey } from './survey.ts'

/** A routine as the catalogue has it; several may share a name. */
export interface RoutineSource {
  readonly name: string
  readonly language: string
  readonly source: string
}

interface Reading {
  readonly facts: RoutineFacts
  readonly calls: ReadonlySet<string>
}

/** By language and text. */
export type RememberedBodies = Remembered<Reading>

type Cleanup = RoutineFacts['cleanup']

const nothing: RoutineFacts = { cleanup: 'none', looksBack: false, moves: false }
const anything: RoutineFacts = { cleanup: 'close', looksBack: true, moves: true }

/** Words that begin something which a reset cleans up after, wherever they stand in a body. */
const resettable: ReadonlySet<string> = new Set(
  'reset listen unlisten discard prepare deallocate temp temporary create drop grant revoke import refresh'.split(' '),
)
/** Words behind which text runs that the body does not show, or something that no reset ends. */
const uncleanable: ReadonlySet<string> = new Set(
  'execute load call alter function procedure extension language'.split(' '),
)

const harmless: ReadonlySet<EffectKind> = new Set([
  'begin',
  'end',
  'savepoint',
  'local-setting',
  'notify',
  'identity',
  'copy',
  'cursor',
  'terminate',
  'advisory-unlock',
  'unlisten',
])
const lasting: ReadonlySet<EffectKind> = new Set(['random-seed', 'foreign', 'opaque', 'load', 'unknown'])

/**
 * What a call of each routine may do, through the calls that it makes itself. Only SQL and PL/pgSQL can be read; what
 * other languages do, nobody knows. Triggers, operators, casts, views and defaults that a body reaches are not followed.
 */
export function factsOfRoutines(
  sources: readonly RoutineSource[],
  bodies: RememberedBodies = new Remembered(),
): ReadonlyMap<string, RoutineFacts> {
  bodies.turn()
  const readings = new Map<string, Reading>()
  for (const source of sources) {
    const reading = readBody(source, bodies)
    const known = readings.get(source.name)
    readings.set(
      source.name,
      known === undefined
        ? reading
        : { facts: both(known.facts, reading.facts), calls: new Set([...known.calls, ...reading.calls]) },
    )
  }
  const facts = new Map([...readings].map(([name, reading]) => [name, reading.facts]))
  // Calls may go in circles: what is known only grows, so it comes to rest.
  for (let changed = true; changed; ) {
    changed = false
    for (const [name, { calls }] of readings)
      for (const called of calls) {
        const before = facts.get(name) ?? nothing
        const after = both(before, facts.get(called) ?? nothing)
        if (same(before, after)) continue
        facts.set(name, after)
        changed = true
      }
  }
  return facts
}

function readBody({ language, source }: RoutineSource, bodies: RememberedBodies): Reading {
  if (language !== 'sql' && language !== 'plpgsql') return { facts: anything, calls: new Set() }
  return bodies.of(`${language} ${source}`, () => readText(language, source))
}

function readText(language: string, source: string): Reading {
  const tokens = lex(source, postgresLexis, false)
  if (tokens.fault !== null) return { facts: anything, calls: new Set() }
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, postgresLexis.maxNameBytes)
  const sink = new EffectSink()
  survey(span, true, sink, (_text, inner) => inner.add({ kind: 'opaque', rule: 'pg.runs-text' }))
  let facts: RoutineFacts = { ...nothing, cleanup: cleanupOfWords(span, language) }
  const calls = new Set<string>()
  for (const effect of sink.effects) {
    if (effect.kind === 'routine') {
      if (effect.name === undefined) return { facts: anything, calls }
      calls.add(effect.name)
    } else if (effect.kind === 'sequence-look-back') facts = { ...facts, looksBack: true }
    else if (effect.kind === 'sequence-advance') facts = { ...facts, moves: true }
    else if (!harmless.has(effect.kind))
      facts = both(facts, { ...nothing, cleanup: lasting.has(effect.kind) ? 'close' : 'reset' })
  }
  return { facts, calls }
}

function cleanupOfWords(span: TokenSpan, language: string): Cleanup {
  let cleanup: Cleanup = 'none'
  let updates = false
  for (let at = span.from; at < span.to; at += 1) {
    const word = span.word(at)
    if (span.sign(at) === ';') updates = false
    if (word === 'update' || word === 'merge') updates = true
    if (uncleanable.has(word) || (word === 'do' && !/^(nothing|update|instead|also)$/.test(span.word(at + 1))))
      return 'close'
    const sets = word === 'set' && !updates
    const declares = word === 'declare' && language === 'sql'
    if (sets || declares || resettable.has(word)) cleanup = 'reset'
  }
  return cleanup
}

function both(one: RoutineFacts, other: RoutineFacts): RoutineFacts {
  return {
    cleanup: stronger(one.cleanup, other.cleanup),
    looksBack: one.looksBack || other.looksBack,
    moves: one.moves || other.moves,
  }
}

function stronger(one: Cleanup, other: Cleanup): Cleanup {
  if (one === 'close' || other === 'close') return 'close'
  return one === 'reset' ? one : other
}

function same(one: RoutineFacts, other: RoutineFacts): boolean {
  return one.cleanup === other.cleanup && one.looksBack === other.looksBack && one.moves === other.moves
}
