import type { Effect } from '../../sql/effect.ts'
import { foldAscii } from '../../sql/tokens.ts'
import { keywords } from './keywords.ts'
import type { RuleId } from './rule.ts'

/** Older spellings that the server still takes. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['sort_mem', 'work_mem'],
  ['vacuum_mem', 'maintenance_work_mem'],
  ['ssl_ecdh_curve', 'ssl_groups'],
])

/** Settings whose values are lists of names: the server quotes what SET puts into them. */
const lists: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
  'shared_preload_libraries',
  'unix_socket_directories',
])

/** They read and write the current transaction, whatever the scope of the SET. */
const transactionModes: ReadonlySet<string> = new Set([
  'transaction_isolation',
  'transaction_read_only',
  'transaction_deferrable',
])

/**
 * Client encodings (letters and digits only, folded) in which every ASCII byte means itself. In the others (SJIS,
 * BIG5, GBK, GB18030, UHC, JOHAB) a byte beyond ASCII can swallow the letter behind it.
 * https://www.postgresql.org/docs/current/multibyte.html#CHARSET-TABLE
 */
const honestEncodings =
  /^(utf8|unicode|sqlascii|latin\d+|l\d+|iso8859\d+|win(dows)?(125\d|866|874)|alt|abc|tcvn\d*|vscii|koi8[ru]?|euc[a-z0-9]+|muleinternal)$/

export interface SettingChange {
  readonly name: string
  /** Null: back to the start value. Undefined: the text does not show it. */
  readonly value: string | null | undefined
  /** Until the end of the transaction only. */
  readonly local: boolean
  /** The rule that saw it. */
  readonly rule: RuleId
  /** Number of the parameter that carries the value. */
  readonly parameter?: number
}

/** The name by which the server knows a setting: its names fold case even when they are quoted. */
function settingName(name: string): string {
  const folded = foldAscii(name)
  return aliases.get(folded) ?? folded
}

/** The text of a value that SET was given in parts, as SHOW and set_config write it. */
export function settingValue(name: string, parts: readonly string[]): string {
  const write = lists.has(settingName(name)) ? quoteName : (part: string) => part
  return parts.map(write).join(', ')
}

function quoteName(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && (keywords.get(name) ?? 'unreserved') === 'unreserved'
  return plain ? name : `"${name.replaceAll('"', '""')}"`
}

/**
 * What changing a setting does, by any spelling. Call it again with values that the text did not show (bound
 * parameters, read back values): some settings reach further than their name says.
 */
export function settingEffects(change: SettingChange): readonly Effect[] {
  const name = settingName(change.name)
  const given = {
    ...(change.value === undefined ? {} : { value: change.value }),
    ...(change.parameter === undefined ? {} : { valueParameter: change.parameter }),
  }
  if (name === 'seed') return [{ kind: 'random-seed', rule: 'pg.random-seed', ...given }]
  if (transactionModes.has(name)) return [{ kind: 'local-setting', rule: 'pg.transaction-modes', name, ...given }]
  if (name === 'standard_conforming_strings' && !isOn(change.value))
    return [{ kind: 'setting', rule: 'pg.reading-rules', name, ...given }]
  const effect: Effect = change.local
    ? { kind: 'local-setting', rule: 'pg.set-local', name, ...given }
    : name === 'role'
      ? { kind: 'role', rule: 'pg.set-role', name, ...given }
      : name === 'session_authorization'
        ? { kind: 'session-authorization', rule: 'pg.set-session-authorization', name, ...given }
        : { kind: 'setting', rule: change.rule, name, ...given }
  return [effect, ...reaching(name, change)]
}

/** What a setting does beyond itself. A value that the text does not show is taken for the worst where nobody asks later. */
function reaching(name: string, { value, local }: SettingChange): readonly Effect[] {
  if (name === 'client_encoding' && value !== null) {
    const honest = value !== undefined && honestEncodings.test(foldAscii(value).replace(/[^a-z0-9]/g, ''))
    return honest ? [] : [{ kind: 'unknown', rule: 'pg.reading-rules', name }]
  }
  if (name !== 'search_path' || value === null) return []
  // What is made until the transaction ends stays; the path does not.
  if (local)
    return value === undefined || /pg_temp/i.test(value)
      ? [{ kind: 'temporary', rule: 'pg.search-path-temporary', name }]
      : []
  return value !== undefined && /pg_temp/i.test(value)
    ? [{ kind: 'foreign', rule: 'pg.search-path-temporary', name }]
    : []
}

function isOn(value: string | null | undefined): boolean {
  return typeof value === 'string' && value !== '' && /^(on|1|t|tr|tru|true|y|ye|yes)$/i.test(value)
}
