import type { DiscardExtent } from '../../sql/effect.ts'
import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { readSettingName } from './read-set.ts'
import { settingEffects } from './settings.ts'

const extents: ReadonlyMap<string, DiscardExtent> = new Map([
  ['all', 'all'],
  ['plans', 'plans'],
  ['sequences', 'sequences'],
  ['temp', 'temp'],
  ['temporary', 'temp'],
])

/** All functions here take the token behind the leading word, and return false on forms that they don't know. */

export function readReset(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const word = span.word(at)
  const next = span.word(at + 1)
  if (word === 'all') {
    sink.add({ kind: 'discard', rule: 'pg.reset', extent: 'settings' })
    return true
  }
  const reset = (name: string): true => {
    sink.addAll(settingEffects({ name, value: null, local: false, rule: 'pg.reset' }))
    return true
  }
  if (word === 'time' && next === 'zone') return reset('timezone')
  if (word === 'session' && next === 'authorization') return reset('session_authorization')
  if (word === 'transaction' && next === 'isolation') return reset('transaction_isolation')
  const [name, behind] = readSettingName(span, at)
  return name !== null && behind === span.to && reset(name)
}

export function readDiscard(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const extent = extents.get(span.word(at))
  if (extent !== undefined) sink.add({ kind: 'discard', rule: 'pg.discard', extent })
  return extent !== undefined
}

export function readClose(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  if (span.word(at) === 'all') sink.add({ kind: 'discard', rule: 'pg.close', extent: 'cursors' })
  else if (name !== null) sink.add({ kind: 'discard', rule: 'pg.close', extent: 'cursor', name })
  return name !== null
}

export function readUnlisten(span: TokenSpan, at: number, sink: EffectSink): boolean {
  const name = span.name(at)
  if (span.sign(at) === '*') sink.add({ kind: 'discard', rule: 'pg.unlisten', extent: 'listen' })
  else if (name !== null) sink.add({ kind: 'unlisten', rule: 'pg.unlisten', name })
  return name !== null || span.sign(at) === '*'
}

export function readDeallocate(span: TokenSpan, from: number, sink: EffectSink): boolean {
  const at = span.word(from) === 'prepare' && span.has(from + 1) ? from + 1 : from
  const name = span.name(at)
  if (span.word(at) === 'all') sink.add({ kind: 'discard', rule: 'pg.deallocate', extent: 'sql-prepared' })
  else if (name !== null) sink.add({ kind: 'sql-deallocate', rule: 'pg.deallocate', name })
  return name !== null
}
