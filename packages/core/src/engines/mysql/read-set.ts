import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { isPlainMode, settingEffects } from './settings.ts'
import { foldName, isAssignment, readVariable } from './variables.ts'

type Scope = 'session' | 'global'

/** https://dev.mysql.com/doc/refman/en/set-variable.html; `from` is the token behind SET. Returns false on other forms. */
export function readSet(span: TokenSpan, from: number, sink: EffectSink, assigned: Set<number>): boolean {
  if (!span.has(from)) return false
  const next = span.word(from + 1)
  switch (assigns(span, from + 1) ? '' : span.word(from)) {
    case 'password':
      return next === 'for' || next === 'to'
    case 'default':
      return next === 'role'
    case 'resource':
      sink.add({ kind: 'foreign', rule: 'mysql.resource-group' })
      return next === 'group'
    case 'transaction':
      return readModes(span, from + 1, sink, 'next')
  }
  return new SetList(span, sink, assigned).read(from)
}

/** `=` or `:=` */
function assigns(span: TokenSpan, at: number): boolean {
  return span.sign(at) === '=' || isAssignment(span, at)
}

/** ISOLATION LEVEL …, READ ONLY | WRITE */
function readModes(span: TokenSpan, at: number, sink: EffectSink, reach: 'next' | 'session' | 'global'): boolean {
  if (!/^(isolation|read)$/.test(span.word(at))) return false
  if (reach === 'next') sink.add({ kind: 'next-transaction', rule: 'mysql.next-transaction' })
  else if (reach === 'session') sink.add({ kind: 'setting', rule: 'mysql.set', name: 'transaction' })
  return true
}

/** The parts of SET between its commas. A scope holds until the next one. */
class SetList {
  readonly #span: TokenSpan
  readonly #sink: EffectSink
  readonly #assigned: Set<number>
  #scope: Scope = 'session'
  /** Behind a role, parts may be further roles. */
  #roles = false

  constructor(span: TokenSpan, sink: EffectSink, assigned: Set<number>) {
    this.#span = span
    this.#sink = sink
    this.#assigned = assigned
  }

  read(from: number): boolean {
    const span = this.#span
    for (let at = from; at < span.to; ) {
      const end = this.#endOfPart(at)
      if (!this.#part(at, end)) return false
      at = end + 1
    }
    return true
  }

  #endOfPart(from: number): number {
    let at = from
    for (; at < this.#span.to && this.#span.sign(at) !== ','; at++)
      if (this.#span.sign(at) === '(') at = this.#span.close(at)
    return Math.min(at, this.#span.to)
  }

  #part(from: number, end: number): boolean {
    const span = this.#span
    if (span.sign(from) === '@') return this.#variable(from, end)
    let at = from
    if (/^(global|session|local|persist|persist_only)$/.test(span.word(at)) && !assigns(span, at + 1)) {
      if (span.sign(at + 1) === '.') return false
      this.#scope = /^(session|local)$/.test(span.word(at)) ? 'session' : 'global'
      at++
      if (span.word(at) === 'transaction' && !assigns(span, at + 1))
        return readModes(span, at + 1, this.#sink, this.#scope)
    }
    if (!assigns(span, at + 1)) {
      switch (span.word(at)) {
        case 'names':
          return this.#charset('names', at + 1, end)
        case 'charset':
          return this.#charset('character set', at + 1, end)
        case 'character':
        case 'char':
          return span.word(at + 1) === 'set' && this.#charset('character set', at + 2, end)
        case 'role':
          return this.#role(at + 1, end)
      }
    }
    return this.#named(at, end)
  }

  #variable(at: number, end: number): boolean {
    const variable = readVariable(this.#span, at)
    if (variable === null || !assigns(this.#span, variable.behind)) return false
    this.#assigned.add(variable.behind)
    const value = this.#value(variable.behind, end)
    if (variable.kind === 'user') {
      const given = value === undefined || value === null ? {} : { value }
      const named = variable.name === null ? {} : { name: variable.name }
      this.#sink.add({ kind: 'user-variable', rule: 'mysql.user-variable', ...named, ...given })
      return true
    }
    if (variable.name === null) return false
    if (!/^(global|persist|persist_only)$/.test(variable.scope))
      this.#set(variable.name, value, variable.scope === '', variable.behind, end)
    return true
  }

  /** `name = …`, or `a.b = …` */
  #named(from: number, end: number): boolean {
    const span = this.#span
    const parts = [span.name(from)]
    let at = from + 1
    for (; span.sign(at) === '.'; at += 2) parts.push(span.name(at + 1))
    if (this.#roles && parts[0] !== null && !assigns(span, at)) return true
    if (parts.includes(null) || !assigns(span, at)) return false
    this.#assigned.add(at)
    const name = parts.join('.')
    if (foldName(name) === 'password') return true
    if (this.#scope === 'session') this.#set(name, this.#value(at, end), false, at, end)
    return true
  }

  #set(name: string, value: string | null | undefined, bare: boolean, assigning: number, end: number): void {
    const known = value === undefined && foldName(name) === 'sql_mode' ? this.#edits(assigning, end) : value
    const effects = settingEffects({ name, value: known }, bare)
    this.#sink.addAll(value === undefined ? effects.map(withoutValue) : effects)
  }

  /** An expression over the mode that is set, and names of modes: it can't make another one. */
  #edits(assigning: number, end: number): string | undefined {
    const span = this.#span
    const words = /^(concat|concat_ws|replace|select|sql_mode|session|global|local|trim|both|leading|trailing|from|)$/
    for (let at = assigning; at < end; at++) {
      if (span.isString(at)) {
        if (!isPlainMode(span.string(at) ?? '?')) return undefined
      } else if (span.kind(at) === 'number' || !words.test(span.word(at))) return undefined
      else if (span.kind(at) === 'name' || (span.sign(at) === '@' && !this.#isSqlMode(at))) return undefined
    }
    return ''
  }

  #isSqlMode(at: number): boolean {
    return this.#span.sign(at + 1) === '@' || this.#span.sign(at - 1) === '@'
  }

  /** Null: DEFAULT. Undefined: no constant. */
  #value(assigning: number, end: number): string | null | undefined {
    const span = this.#span
    const at = assigning + (span.sign(assigning) === ':' ? 2 : 1)
    const signed = /^[+-]$/.test(span.sign(at)) && end === at + 2 && span.kind(at + 1) === 'number'
    if (signed) return (span.sign(at) === '-' ? '-' : '') + span.source(at + 1)
    if (end !== at + 1) return undefined
    if (span.word(at) === 'default') return null
    if (span.kind(at) === 'number') return span.source(at)
    return span.string(at) ?? (span.kind(at) === 'word' ? span.word(at) : undefined)
  }

  #charset(name: string, at: number, end: number): boolean {
    const value = this.#span.string(at) ?? this.#span.name(at)
    const isDefault = this.#span.word(at) === 'default'
    this.#sink.addAll(settingEffects({ name, value: isDefault ? null : (value ?? undefined) }, false))
    return at < end
  }

  #role(at: number, end: number): boolean {
    const span = this.#span
    const value = span.string(at) ?? span.name(at)
    const shown = value !== null && end === at + 1 ? { value: span.word(at) === 'default' ? null : value } : {}
    this.#roles = true
    this.#sink.add({ kind: 'role', rule: 'mysql.set-role', ...shown })
    return at < end
  }
}

function withoutValue<E extends { readonly value?: string | null }>(effect: E): E {
  const { value, ...rest } = effect
  return value === '' ? (rest as E) : effect
}
