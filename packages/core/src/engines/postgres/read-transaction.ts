import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'

/** All functions here take the token behind the leading word, and return false on forms that they don't know. */

export function readBegin(span: TokenSpan, at: number, sink: EffectSink): boolean {
  if (span.word(at - 1) === 'start' && span.word(at) !== 'transaction') return false
  sink.add({ kind: 'begin', rule: 'pg.begin' })
  return true
}

export function readCommit(span: TokenSpan, at: number, sink: EffectSink): boolean {
  if (span.word(at) !== 'prepared') endTransaction(span, at, 'pg.commit', sink)
  return true
}

export function readRollback(span: TokenSpan, from: number, sink: EffectSink): boolean {
  if (span.word(from) === 'prepared') return true
  const at = /^(work|transaction)$/.test(span.word(from)) ? from + 1 : from
  if (span.word(at) === 'to') return readSavepoint(span, at + 1, sink)
  endTransaction(span, at, 'pg.rollback', sink)
  return true
}

/** `name`, or `SAVEPOINT name` */
export function readSavepoint(span: TokenSpan, from: number, sink: EffectSink): boolean {
  const name = span.name(span.word(from) === 'savepoint' && span.has(from + 1) ? from + 1 : from)
  sink.add({ kind: 'savepoint', rule: 'pg.savepoint', ...(name !== null && { name }) })
  return true
}

function endTransaction(span: TokenSpan, from: number, rule: 'pg.commit' | 'pg.rollback', sink: EffectSink): void {
  sink.add({ kind: 'end', rule })
  for (let at = from; at < span.to; at++)
    if (span.word(at) === 'chain' && span.word(at - 1) !== 'no') sink.add({ kind: 'begin', rule })
}
