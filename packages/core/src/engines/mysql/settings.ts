import type { Effect } from '../../sql/effect.ts'
import { foldName } from './variables.ts'

export interface SettingChange {
  readonly name: string
  /** Null: back to the start value. Undefined: the text does not show it. */
  readonly value: string | null | undefined
}

/** Set without a scope, by `@@name`, they are about the next transaction only. */
const transactionModes: ReadonlySet<string> = new Set([
  'transaction_isolation',
  'transaction_read_only',
  'tx_isolation',
  'tx_read_only',
])

/** MariaDB takes them from the schema again behind a view or a trigger of another one, and so behind a reading of its catalogue. */
const schemaCharsets: ReadonlySet<string> = new Set(['character_set_database', 'collation_database'])

/** Character sets in which every text that the driver sends is read as it was written. */
const honestCharsets = /^(utf8|utf8mb3|utf8mb4|ascii|binary)$/
const charsetSettings: ReadonlySet<string> = new Set(['names', 'character set', 'character_set_client'])

/** Modes that leave the words of a text what they are; ANSI_QUOTES and NO_BACKSLASH_ESCAPES are read in both ways. */
const plainModes: ReadonlySet<string> = new Set(
  (
    'real_as_float pipes_as_concat ansi_quotes ignore_space ignore_bad_table_options only_full_group_by ' +
    'no_unsigned_subtraction no_dir_in_create no_auto_value_on_zero no_backslash_escapes strict_trans_tables ' +
    'strict_all_tables no_zero_in_date no_zero_date allow_invalid_dates error_for_division_by_zero traditional ' +
    'no_auto_create_user high_not_precedence no_engine_substitution pad_char_to_full_length empty_string_is_null ' +
    'simultaneous_assignment time_round_fractional ansi time_truncate_fractional'
  ).split(' '),
)

/** What setting a variable of the session does, by any spelling. @param bare `@@name`, without a scope */
export function settingEffects(change: SettingChange, bare: boolean): readonly Effect[] {
  const name = foldName(change.name)
  const given = change.value === undefined ? {} : { value: change.value }
  const rule = charsetSettings.has(name) && name !== 'character_set_client' ? 'mysql.set-names' : 'mysql.set'
  if (bare && transactionModes.has(name))
    return [{ kind: 'next-transaction', rule: 'mysql.next-transaction', name, ...given }]
  const effects: Effect[] = [{ kind: 'setting', rule, name, ...given }]
  if (name === 'last_insert_id' || name === 'identity')
    effects.push({ kind: 'sequence-advance', rule: 'mysql.set-last-insert-id' })
  if (changesReading(name, change.value)) effects.push({ kind: 'unknown', rule: 'mysql.reading-rules', name })
  if (schemaCharsets.has(name)) effects.push({ kind: 'unknown', rule: 'mysql.schema-charset', name })
  return effects
}

/** Later texts would mean something else than what the classifier reads in them. */
function changesReading(name: string, value: string | null | undefined): boolean {
  if (value === null) return false
  if (charsetSettings.has(name)) return value === undefined || !honestCharsets.test(value.toLowerCase())
  if (name !== 'sql_mode') return false
  return value === undefined || !isPlainMode(value)
}

/** A list of modes, or what is left of one when names are taken out of it. */
export function isPlainMode(value: string): boolean {
  return value.split(',').every((mode) => mode.trim() === '' || plainModes.has(foldName(mode.trim())))
}
