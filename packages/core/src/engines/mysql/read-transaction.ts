import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'

/** All functions here take the token behind the leading word, and return false on forms that they don't know. */

/** BEGIN [WORK] */
export function readBegin(span: TokenSpan, at: number, sink: EffectSink): boolean {
  sink.add({ kind: 'begin', rule: 'mysql.begin' })
  return !span.has(at) || (span.word(at) === 'work' && !span.has(at + 1))
}

export function readCommit(span: TokenSpan, at: number, sink: EffectSink): boolean {
  return readEnd(span, span.word(at) === 'work' ? at + 1 : at, 'mysql.commit', sink)
}

export function readRollback(span: TokenSpan, from: number, sink: EffectSink): boolean {
  const at = span.word(from) === 'work' ? from + 1 : from
  if (span.word(at) === 'to') return readSavepoint(span, at + 1, sink)
  return readEnd(span, at, 'mysql.rollback', sink)
}

/** [AND [NO] CHAIN] [[NO] RELEASE] */
function readEnd(span: TokenSpan, from: number, rule: 'mysql.commit' | 'mysql.rollback', sink: EffectSink): boolean {
  sink.add({ kind: 'end', rule })
  let at = from
  if (span.word(at) === 'and') {
    const chains = span.word(at + 1) === 'chain'
    if (!chains && !span.words(at + 1, 'no', 'chain')) return false
    if (chains) sink.add({ kind: 'begin', rule })
    at += chains ? 2 : 3
  }
  if (span.words(at, 'no', 'release')) at += 2
  else if (span.word(at) === 'release') {
    // The server closes the connection.
    sink.add({ kind: 'foreign', rule: 'mysql.release-connection' })
    at++
  }
  return !span.has(at)
}

/** `name`, or `SAVEPOINT name` */
export function readSavepoint(span: TokenSpan, from: number, sink: EffectSink): boolean {
  const name = span.name(span.word(from) === 'savepoint' && span.has(from + 1) ? from + 1 : from)
  sink.add({ kind: 'savepoint', rule: 'mysql.savepoint', ...(name !== null && { name }) })
  return name !== null
}

export function readXa(span: TokenSpan, at: number, sink: EffectSink): boolean {
  switch (span.word(at)) {
    case 'start':
    case 'begin':
      sink.add({ kind: 'begin', rule: 'mysql.xa' })
      return true
    case 'prepare':
      // MariaDB binds it to its connection: a reset would orphan it, with its locks, until the server starts again.
      sink.add({ kind: 'foreign', rule: 'mysql.xa' })
      sink.add({ kind: 'end', rule: 'mysql.xa' })
      return true
    case 'commit':
    case 'rollback':
      sink.add({ kind: 'end', rule: 'mysql.xa' })
      return true
    case 'end':
      sink.add({ kind: 'savepoint', rule: 'mysql.xa' })
      return true
    default:
      return span.word(at) === 'recover'
  }
}
