import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { settingEffects, settingValue } from './settings.ts'

/** https://www.postgresql.org/docs/current/sql-set.html; `at` is the token behind SET. Returns false on other forms. */
export function readSet(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const scoped = isScope(span, at)
  return readTarget(span, scoped ? at + 1 : at, scoped && span.word(at) === 'local', sink)
}

/** SESSION and LOCAL can be names too: `SET local.x = 1`, `SET SESSION AUTHORIZATION`. */
function isScope(span: TokenSpan, at: number): boolean {
  const word = span.word(at)
  if (assigns(span, at + 1)) return false
  return word === 'local' || (word === 'session' && !/^(authorization|characteristics)$/.test(span.word(at + 1)))
}

/** Whether what stands here makes the word before it the name of a setting, or its first part. */
function assigns(span: TokenSpan, at: number): boolean {
  return /^[.=]$/.test(span.sign(at)) || span.word(at) === 'to' || span.words(at, 'from', 'current')
}

function readTarget(span: TokenSpan, at: number, local: boolean, sink: EffectSink): boolean {
  const set = (name: string, value: string | null | undefined): true => {
    sink.addAll(settingEffects({ name, value, local, rule: 'pg.set' }))
    return true
  }
  if (assigns(span, at + 1)) return readAssignment(span, at, set)
  switch (span.word(at)) {
    case 'time':
      return span.word(at + 1) === 'zone' && set('timezone', readZone(span, at + 2))
    case 'names':
      return set('client_encoding', span.has(at + 1) ? readValue(span, at + 1, 'client_encoding') : null)
    case 'role':
      return set('role', readValue(span, at + 1, 'role'))
    case 'schema':
      return set('search_path', readValue(span, at + 1, 'search_path'))
    case 'xml':
      return span.word(at + 1) === 'option' && set('xmloption', readValue(span, at + 2, 'xmloption'))
    case 'session':
      if (span.word(at + 1) === 'authorization')
        return set('session_authorization', readValue(span, at + 2, 'session_authorization'))
      return span.words(at + 1, 'characteristics', 'as', 'transaction') && readModes(span, at + 4, set)
    case 'transaction':
    case 'constraints':
      sink.add({ kind: 'local-setting', rule: 'pg.transaction-modes', name: span.word(at) })
      return true
    default:
      return false
  }
}

type SetOne = (name: string, value: string | null | undefined) => true

function readAssignment(span: TokenSpan, at: number, set: SetOne): boolean {
  const [name, behind] = readSettingName(span, at)
  if (name === null) return false
  if (span.word(behind) === 'from') return set(name, undefined)
  return (span.sign(behind) === '=' || span.word(behind) === 'to') && set(name, readValue(span, behind + 1, name))
}

/** `name`, or `a.b`; and the token behind it. */
export function readSettingName(span: TokenSpan, at: number): readonly [name: string | null, behind: number] {
  const parts = [span.name(at)]
  let behind = at + 1
  for (; span.sign(behind) === '.'; behind += 2) parts.push(span.name(behind + 1))
  return [parts.includes(null) ? null : parts.join('.'), behind]
}

/** Null: DEFAULT. Undefined: not a list of constants. */
function readValue(span: TokenSpan, from: number, name: string): string | null | undefined {
  if (span.word(from) === 'default' && from === span.to - 1) return null
  const parts: string[] = []
  for (let at = from; at < span.to; at += 2) {
    const signed = /^[+-]$/.test(span.sign(at)) && span.kind(at + 1) === 'number'
    const minus = signed && span.sign(at) === '-' ? '-' : ''
    if (signed) at++
    const part = span.kind(at) === 'number' ? minus + span.source(at) : (span.string(at) ?? span.name(at))
    if (part === null || (at + 1 < span.to && span.sign(at + 1) !== ',')) return undefined
    parts.push(part)
  }
  return parts.length === 0 ? undefined : settingValue(name, parts)
}

function readZone(span: TokenSpan, at: number): string | null | undefined {
  return span.word(at) === 'local' ? null : readValue(span, at, 'timezone')
}

/** ISOLATION LEVEL …, READ ONLY | WRITE, [NOT] DEFERRABLE */
function readModes(span: TokenSpan, from: number, set: SetOne): boolean {
  for (let at = from; at < span.to; at++) {
    const word = span.word(at)
    const next = span.word(at + 1)
    if (word === 'level') {
      const two = next === 'read' || next === 'repeatable'
      set('default_transaction_isolation', two ? `${next} ${span.word(at + 2)}` : next)
      at += two ? 2 : 1
    } else if (word === 'read') {
      set('default_transaction_read_only', next === 'only' ? 'on' : 'off')
      at++
    } else if (word === 'deferrable') {
      set('default_transaction_deferrable', span.word(at - 1) === 'not' ? 'off' : 'on')
    }
  }
  return true
}
