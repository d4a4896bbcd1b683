import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'

/** All functions here take the token behind the leading word, and return false on forms that they don't know. */

export function readPrepare(span: TokenSpan, at: number, sink: EffectSink): boolean {
  if (span.word(at) === 'transaction' && span.isString(at + 1)) {
    sink.add({ kind: 'end', rule: 'pg.prepare-transaction' })
    return true
  }
  const name = span.name(at)
  const behind = span.sign(at + 1) === '(' ? span.close(at + 1) + 1 : at + 1
  if (name === null || span.word(behind) !== 'as') return false
  sink.add({ kind: 'sql-prepare', rule: 'pg.prepare', name, value: span.textFrom(behind + 1) })
  return true
}

export function readExecute(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  if (name !== null) sink.add({ kind: 'sql-execute', rule: 'pg.execute', name })
  return name !== null
}

export function readDeclare(span: TokenSpan, from: number, sink: EffectSink): boolean {
  const name = span.name(from)
  let at = from + 1
  while (/^(binary|insensitive|asensitive|no|scroll)$/.test(span.word(at))) at++
  if (name === null || span.word(at) !== 'cursor') return false
  const kind = span.words(at + 1, 'with', 'hold') ? 'hold-cursor' : 'cursor'
  sink.add({ kind, rule: 'pg.declare', name })
  return true
}

export function readListen(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  if (name !== null) sink.add({ kind: 'listen', rule: 'pg.listen', name })
  return name !== null
}

export function readNotify(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  if (name !== null) sink.add({ kind: 'notify', rule: 'pg.notify', name })
  return name !== null
}

export function readLoad(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.string(at)
  sink.add({ kind: 'load', rule: 'pg.load', ...(name !== null && { name }) })
  return true
}

/**
 * COPY table | (query) FROM | TO STDIN | STDOUT | …; the server takes STDIN and STDOUT for each other.
 * Returns whether it only reads.
 */
export function readCopy(span: TokenSpan, from: number, sink: EffectSink): { readonly reads: boolean } | false {
  for (let at = from; at < span.to; at++) {
    if (span.sign(at) === '(') at = span.close(at)
    const word = span.word(at)
    if (word !== 'from' && word !== 'to') continue
    if (/^(stdin|stdout)$/.test(span.word(at + 1))) sink.add({ kind: 'copy', rule: 'pg.copy' })
    return { reads: word === 'to' }
  }
  return false
}
