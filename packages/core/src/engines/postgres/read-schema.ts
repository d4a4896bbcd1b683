import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { foldAscii } from '../../sql/tokens.ts'
import { type ObjectReading, objectRules } from './statements.ts'
import { isTemporaryWord } from './survey.ts'

const objects = new Map(objectRules.map((rule) => [rule.word, rule] as const))

/** Languages whose functions load no library of their own when they are made. */
const plainLanguages: ReadonlySet<string> = new Set(['sql', 'plpgsql', 'internal'])

/** Whether the functions that the text names run now; null: no rule knows the object. */
export function readSchemaChange(span: TokenSpan, from: number, sink: EffectSink): { readonly calls: boolean } | null {
  const manner = span.word(from - 1) as 'create' | 'alter' | 'drop'
  const at = manner === 'create' ? readModifiers(span, from, sink) : from
  const word = span.word(at)
  const reading = objects.get(word)?.[manner] ?? null
  if (reading === null) return null
  announce(span, at, word, manner, reading, sink)
  return { calls: reading === 'runs' }
}

function announce(
  span: TokenSpan,
  at: number,
  word: string,
  manner: 'create' | 'alter' | 'drop',
  reading: ObjectReading,
  sink: EffectSink,
): void {
  if (reading === 'loads') sink.add({ kind: 'load', rule: 'pg.extension' })
  if (manner !== 'create') return
  if (word === 'function' || word === 'procedure') readLanguage(span, at + 1, sink)
  if (word === 'schema') readParts(span, at + 1, sink)
  if (reading === 'runs') readPreparedSource(span, at + 1, sink)
}

/** [OR REPLACE] [[LOCAL | GLOBAL] TEMPORARY]; returns the token of the object's word. */
function readModifiers(span: TokenSpan, from: number, sink: EffectSink): number {
  const at = span.words(from, 'or', 'replace') ? from + 2 : from
  if (!isTemporaryWord(span, at)) return at
  const object = at + (/^(local|global)$/.test(span.word(at)) ? 2 : 1)
  const until = span.word(object) === 'table' && dropsAtCommit(span, object) ? ({ until: 'transaction' } as const) : {}
  sink.add({ kind: 'temporary', rule: 'pg.temporary', ...until })
  return object
}

function dropsAtCommit(span: TokenSpan, from: number): boolean {
  for (let at = from; at < span.to; at++) {
    if (span.sign(at) === '(') at = span.close(at)
    else if (span.word(at) === 'as' || span.word(at) === 'select') return false
    else if (span.words(at, 'on', 'commit', 'drop')) return true
  }
  return false
}

/** The validator of another language may run code of the function, and loads the language's library. */
function readLanguage(span: TokenSpan, from: number, sink: EffectSink): void {
  for (let at = from; at < span.to; at++) {
    if (span.sign(at) === '(') at = span.close(at)
    else if (span.word(at) === 'language' && (span.isName(at + 1) || span.isString(at + 1))) {
      const language = span.string(at + 1) ?? span.name(at + 1) ?? ''
      if (!plainLanguages.has(foldAscii(language))) sink.add({ kind: 'load', rule: 'pg.load', name: language })
    }
  }
}

/** CREATE SCHEMA takes statements that create its parts. */
function readParts(span: TokenSpan, from: number, sink: EffectSink): void {
  for (let at = from; at < span.to; at++)
    if (span.word(at) === 'create' && isTemporaryWord(span, at + 1))
      sink.add({ kind: 'temporary', rule: 'pg.temporary' })
}

/** … AS EXECUTE name */
function readPreparedSource(span: TokenSpan, from: number, sink: EffectSink): void {
  for (let at = from; at < span.to; at++) {
    if (!span.words(at, 'as', 'execute')) continue
    const name = span.name(at + 2)
    sink.add({ kind: 'sql-execute', rule: 'pg.execute', ...(name !== null && { name }) })
  }
}
