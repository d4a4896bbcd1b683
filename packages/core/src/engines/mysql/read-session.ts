import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { announceRoutine } from './read-call.ts'
import { setVariable } from './survey.ts'
import { readVariable } from './variables.ts'

/** All functions here take the token behind the leading word, and return false on forms that they don't know. */

/** Classifies a constant that is run as SQL. */
export type RunText = (text: string, sink: EffectSink) => void

/** PREPARE name FROM text */
export function readPrepare(span: TokenSpan, at: number, sink: EffectSink, run: RunText): boolean {
  const name = span.name(at)
  if (name === null || span.word(at + 1) !== 'from') return false
  const text = span.has(at + 3) ? null : span.string(at + 2)
  const value = text === null ? {} : { value: text }
  sink.add({ kind: 'sql-prepare', rule: 'mysql.prepare', name: name.toLowerCase(), ...value })
  if (text === null) sink.add({ kind: 'opaque', rule: 'mysql.prepare' })
  else run(text, sink)
  return true
}

/** EXECUTE name [USING @a], EXECUTE IMMEDIATE text [USING …] */
export function readExecute(span: TokenSpan, at: number, sink: EffectSink, run: RunText): boolean {
  announceArguments(span, at, sink)
  if (span.word(at) === 'immediate' && span.has(at + 1) && span.word(at + 1) !== 'using') {
    const whole = !span.has(at + 2) || span.word(at + 2) === 'using'
    const text = whole ? span.string(at + 1) : null
    if (text === null) sink.add({ kind: 'opaque', rule: 'mysql.execute-immediate' })
    else run(text, sink)
    return true
  }
  const name = span.name(at)
  if (name !== null) sink.add({ kind: 'sql-execute', rule: 'mysql.execute', name: name.toLowerCase() })
  return name !== null
}

/** Variables that are handed over may come back changed. */
export function announceArguments(span: TokenSpan, from: number, sink: EffectSink): void {
  for (let at = from; at < span.to; at++) {
    const variable = readVariable(span, at)
    if (variable === null) continue
    if (variable.kind === 'user') setVariable(variable.name, sink)
    at = variable.behind - 1
  }
}

/** DEALLOCATE PREPARE name, DROP PREPARE name */
export function readDeallocate(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at + 1)
  if (span.word(at) !== 'prepare' || name === null) return false
  sink.add({ kind: 'sql-deallocate', rule: 'mysql.deallocate', name: name.toLowerCase() })
  return true
}

/** HANDLER table OPEN [AS alias], HANDLER name CLOSE, HANDLER name READ … */
export function readHandler(span: TokenSpan, from: number, sink: EffectSink): boolean {
  let at = from
  while (span.sign(at + 1) === '.') at += 2
  const name = span.name(at)
  if (name === null) return false
  switch (span.word(at + 1)) {
    case 'open': {
      const alias = span.name(span.word(at + 2) === 'as' ? at + 3 : at + 2)
      sink.add({ kind: 'hold-cursor', rule: 'mysql.handler', name: alias ?? name })
      return true
    }
    case 'close':
      sink.add({ kind: 'discard', rule: 'mysql.handler', extent: 'cursor', name })
      return true
    default:
      return span.word(at + 1) === 'read'
  }
}

export function readLock(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const instance = span.word(at) === 'instance'
  sink.add({ kind: 'table-lock', rule: instance ? 'mysql.server-lock' : 'mysql.lock-tables' })
  return instance || /^tables?$/.test(span.word(at))
}

export function readUnlock(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const instance = span.word(at) === 'instance'
  sink.add({ kind: 'table-unlock', rule: instance ? 'mysql.server-unlock' : 'mysql.unlock-tables' })
  return instance || /^tables?$/.test(span.word(at))
}

/** FLUSH … WITH READ LOCK, FLUSH TABLES … FOR EXPORT */
export function readFlush(span: TokenSpan, from: number, sink: EffectSink): boolean {
  for (let at = from; at < span.to; at++)
    if (span.words(at, 'read', 'lock') || span.words(at, 'for', 'export'))
      sink.add({ kind: 'table-lock', rule: 'mysql.server-lock' })
  return span.has(from)
}

/** BACKUP STAGE …, BACKUP LOCK table, BACKUP UNLOCK: https://mariadb.com/kb/en/backup-commands/ */
export function readBackup(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const ends = span.word(at) === 'unlock' || span.words(at, 'stage', 'end')
  sink.add(
    ends ? { kind: 'table-unlock', rule: 'mysql.server-unlock' } : { kind: 'table-lock', rule: 'mysql.server-lock' },
  )
  return /^(stage|lock|unlock)$/.test(span.word(at))
}

/** GET [CURRENT | STACKED] DIAGNOSTICS … @a = … */
export function readGet(span: TokenSpan, at: number, sink: EffectSink): boolean {
  sink.add({ kind: 'diagnostics-look-back', rule: 'mysql.diagnostics', name: 'warnings' })
  announceArguments(span, at, sink)
  return span.word(at) === 'diagnostics' || span.word(at + 1) === 'diagnostics'
}

/** SHOW WARNINGS | ERRORS | COUNT(*) …, SHOW PROFILE[S] look back; SHOW STATUS is about this connection. */
export function readShow(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const word = span.word(at)
  if (/^(warnings|errors|profiles?|count)$/.test(word)) {
    // Profiles are kept only where a setting of the session says so.
    const name = word.startsWith('profile') ? 'row-count' : 'warnings'
    sink.add({ kind: 'diagnostics-look-back', rule: 'mysql.diagnostics', name })
  }
  const own = word === 'status' || (/^(session|local)$/.test(word) && span.word(at + 1) === 'status')
  if (own) sink.add({ kind: 'identity', rule: 'mysql.identity' })
  return span.has(at)
}

export function readUse(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  sink.add({ kind: 'schema', rule: 'mysql.use', ...(name !== null && { name }) })
  return name !== null
}

/** CALL name[(…)]: variables may come back changed. */
export function readCallStatement(span: TokenSpan, first: number, sink: EffectSink): boolean {
  let last = first
  while (span.sign(last + 1) === '.') last += 2
  if (!span.isName(last)) return false
  announceRoutine(span, { first, last }, 'mysql.call', sink)
  announceArguments(span, last + 1, sink)
  return true
}
