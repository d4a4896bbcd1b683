import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { bodyOf, objectOf } from './bodies.ts'
import { objectReadings } from './statements.ts'

/** Whether the functions that the text names run now; null: no rule knows the object. */
export function readSchemaChange(
  span: TokenSpan,
  leading: number,
  sink: EffectSink,
): { readonly calls: boolean } | null {
  const manner = span.word(leading)
  const object = manner === 'drop' ? leading + 1 : objectOf(span.tokens, leading)
  const temporary = span.word(object) === 'temporary'
  const word = span.word(temporary ? object + 1 : object)
  const reading = object < span.to ? objectReadings.get(word) : undefined
  if (reading === undefined && !isModified(span, object)) return null
  if (manner !== 'drop' && bodyOf(span.tokens, leading).found === 'lost')
    sink.add({ kind: 'unknown', rule: 'mysql.unread-form' })
  if (manner === 'create' && temporary) announceTemporary(span, object + 2, sink)
  if (word === 'database' || word === 'schema') announceSchema(span, object + 1, manner, sink)
  return { calls: reading === 'runs' }
}

/** SQL SECURITY of a view. */
function isModified(span: TokenSpan, at: number): boolean {
  return span.words(at, 'sql', 'security')
}

function announceTemporary(span: TokenSpan, from: number, sink: EffectSink): void {
  let at = span.words(from, 'if', 'not', 'exists') ? from + 3 : from
  let name = span.name(at)
  for (; span.sign(at + 1) === '.' && name !== null; at += 2) name = `${name}.${span.name(at + 2)}`
  sink.add({ kind: 'temporary', rule: 'mysql.temporary', ...(name !== null && { name }) })
}

/** The schema may be the session's own one, whose name is then gone, or whose character set is a setting of it. */
function announceSchema(span: TokenSpan, from: number, manner: string, sink: EffectSink): void {
  if (manner === 'drop') {
    const name = span.name(span.words(from, 'if', 'exists') ? from + 2 : from)
    sink.add({ kind: 'schema', rule: 'mysql.drop-schema', ...(name !== null && { name }) })
  } else if (manner === 'alter') {
    sink.add({ kind: 'setting', rule: 'mysql.alter-schema', name: 'collation_database' })
  }
}
