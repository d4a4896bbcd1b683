import type { RoutineFacts } from '../../adapter/engine.ts'
import type { EffectKind } from '../../sql/effect.ts'
import { EffectSink } from '../../sql/effect-sink.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { alwaysQualified, relationKey, writingKey, writtenKey } from './dependents.ts'
import { mysqlLexis } from './lexis.ts'
import { readingsOf } from './readings.ts'
import { survey } from './survey.ts'
import { foldName, readVariable } from './variables.ts'

/** What the catalogue keeps: a routine, or the table of a trigger or of a default, or a view. */
export interface Program {
  readonly kind: string
  readonly schema: string
  readonly name: string
  /** Empty: the account may not see it. */
  readonly source: string
}

interface Reading {
  readonly facts: RoutineFacts
  /** Folded names in the text: routines that it calls, relations that it uses. */
  readonly names: ReadonlySet<string>
}

type Cleanup = RoutineFacts['cleanup']

const nothing: RoutineFacts = { cleanup: 'none', looksBack: false, moves: false, asks: false }
const anything: RoutineFacts = { cleanup: 'close', looksBack: true, moves: true, asks: true }
const harmless: ReadonlySet<EffectKind> = new Set([
  'begin',
  'end',
  'savepoint',
  'identity',
  'terminate',
  'advisory-unlock',
  'table-unlock',
  'discard',
  'routine',
])
const lasting: ReadonlySet<EffectKind> = new Set(['foreign', 'opaque', 'load', 'unknown'])

/** What reaching each of them may do, through whatever it uses itself. Tables and views have keys of their own. */
export function factsOfPrograms(programs: readonly Program[]): ReadonlyMap<string, RoutineFacts> {
  const variables = new Set(programs.filter(({ kind }) => kind === 'variable').map(({ name }) => foldName(name)))
  const known: Known = { variables, programs: new Set(programs.filter(({ kind }) => kind !== 'variable').map(nameOf)) }
  const readings = new Map<string, Reading>()
  for (const program of programs) {
    if (program.kind === 'variable') continue
    const key = keyOf(program)
    const reading = readBody(program, known)
    const other = readings.get(key)
    readings.set(key, other === undefined ? reading : join(other, reading))
  }
  const facts = new Map([...readings].map(([name, reading]) => [name, reading.facts]))
  // Calls may go in circles: what is known only grows, so it comes to rest.
  for (let changed = true; changed; ) {
    changed = false
    for (const [key, { names }] of readings)
      for (const name of names)
        for (const reached of [name, relationKey(name), writtenKey(name)]) {
          const gaining = reached === writtenKey(name) ? writingKey(key) : key
          const before = facts.get(gaining) ?? nothing
          const after = both(before, facts.get(reached) ?? nothing)
          if (same(before, after)) continue
          facts.set(gaining, after)
          changed = true
        }
  }
  return facts
}

/** Names that matter in a body. */
interface Known {
  readonly variables: ReadonlySet<string>
  readonly programs: ReadonlySet<string>
}

function nameOf({ kind, schema, name }: Program): string {
  return kind !== 'routine' && alwaysQualified.has(schema) ? `${schema}.${foldName(name)}` : foldName(name)
}

function keyOf(program: Program): string {
  const name = nameOf(program)
  if (program.kind === 'routine') return name
  return program.kind === 'view' ? relationKey(name) : writtenKey(name)
}

/** A text that no dialect can read, or that the account may not see, may do anything. */
function readBody({ source }: Program, known: Known): Reading {
  let read: Reading | null = null
  for (const dialect of source === '' ? [] : (readingsOf(source, {}) ?? [])) {
    const lexis = mysqlLexis(dialect)
    const tokens = lex(source, lexis, false)
    if (tokens.fault !== null) continue
    const span = new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, lexis.maxNameBytes)
    const one = readSpan(span, known)
    read = read === null ? one : join(read, one)
  }
  return read ?? { facts: anything, names: new Set() }
}

function readSpan(span: TokenSpan, known: Known): Reading {
  const sink = new EffectSink()
  survey(span, true, new Set(), sink)
  const names = new Set<string>()
  for (let at = span.from; at < span.to; at++) {
    const name = span.name(at)
    if (name === null) continue
    const folded = foldName(name)
    if (known.programs.has(folded)) names.add(folded)
    const schema = span.sign(at - 1) === '.' ? span.name(at - 2) : null
    const qualified = `${schema}.${folded}`
    if (known.programs.has(qualified)) names.add(qualified)
  }
  let facts: RoutineFacts = { ...nothing, cleanup: cleanupOfWords(span, known.variables) }
  for (const effect of sink.effects) {
    if (effect.kind === 'routine' && effect.name === undefined) return { facts: anything, names }
    if (effect.kind === 'sequence-look-back') facts = { ...facts, looksBack: true }
    else if (effect.kind === 'diagnostics-look-back') facts = { ...facts, asks: true }
    else if (effect.kind === 'sequence-advance')
      // As where the text shows it: nothing but a reset makes MariaDB forget what LASTVAL() gives.
      facts = both({ ...facts, moves: true }, { ...nothing, cleanup: 'reset' })
    else if (!harmless.has(effect.kind))
      facts = both(facts, { ...nothing, cleanup: lasting.has(effect.kind) ? 'close' : 'reset' })
  }
  return { facts, names }
}

/** Words behind which text runs that the body does not show. */
const uncleanable = /^(prepare|execute|install|binlog)$/

function cleanupOfWords(span: TokenSpan, variables: ReadonlySet<string>): Cleanup {
  let cleanup: Cleanup = 'none'
  let sets = false
  for (let at = span.from; at < span.to; at++) {
    const word = span.word(at)
    if (span.sign(at) === ';') sets = false
    if (uncleanable.test(word)) return 'close'
    if (word === 'set') sets = true
    // UPDATE … SET is full of names that may be those of variables, but has no variables in front of its equals signs.
    if (word === 'update' || word === 'duplicate') sets = false
    if (
      word === 'temporary' ||
      (word === 'set' && /^(role|transaction|session|local|names|resource)$/.test(span.word(at + 1)))
    )
      cleanup = 'reset'
    const variable = readVariable(span, at)
    if (variable !== null) {
      if (isSet(span, variable.behind) || isHandedOver(span, at)) cleanup = 'reset'
      at = variable.behind - 1
    } else if (sets && isSet(span, at + 1) && span.sign(at - 1) !== '.') {
      const name = span.name(at)
      if (name === null || variables.has(foldName(name))) cleanup = 'reset'
    }
  }
  return cleanup
}

/** In front of `=` or `:=`: set, or compared. */
function isSet(span: TokenSpan, behind: number): boolean {
  return span.sign(behind) === '=' || span.sign(behind) === ':'
}

/** In the brackets of a call, or behind FETCH … INTO. */
function isHandedOver(span: TokenSpan, at: number): boolean {
  return /^[(,]$/.test(span.sign(at - 1)) || span.word(at - 1) === 'into'
}

function join(one: Reading, other: Reading): Reading {
  return { facts: both(one.facts, other.facts), names: new Set([...one.names, ...other.names]) }
}

function both(one: RoutineFacts, other: RoutineFacts): RoutineFacts {
  return {
    cleanup: stronger(one.cleanup, other.cleanup),
    looksBack: one.looksBack || other.looksBack,
    moves: one.moves || other.moves,
    asks: one.asks || other.asks || false,
  }
}

function stronger(one: Cleanup, other: Cleanup): Cleanup {
  if (one === 'close' || other === 'close') return 'close'
  return one === 'reset' ? one : other
}

function same(one: RoutineFacts, other: RoutineFacts): boolean {
  const { cleanup, looksBack, moves, asks } = other
  return one.cleanup === cleanup && one.looksBack === looksBack && one.moves === moves && one.asks === asks
}
