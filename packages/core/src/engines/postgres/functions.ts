import type { EffectKind } from '../../sql/effect.ts'
import type { RuleId } from './rule.ts'

/** What is read from the arguments of a call. */
export type ArgumentReading =
  /** (name, value, is local) */
  | { readonly as: 'setting' }
  /** The value of a setting that the function sets. */
  | { readonly as: 'value-of'; readonly setting: string }
  /** The key of an advisory lock. */
  | { readonly as: 'key'; readonly shared?: true }
  | { readonly as: 'channel' }
  /** No effect when the argument at `at` is the constant false, or absent and `absent` is 'false'. */
  | { readonly as: 'flag'; readonly at: number; readonly absent: 'true' | 'false' }
  /** These arguments are run as SQL: as constants they are classified, else they are opaque. `only`: in this form. */
  | { readonly as: 'sql'; readonly at: readonly number[]; readonly only?: { readonly arguments: number } }

export interface FunctionRule {
  readonly names: readonly string[]
  readonly rule: RuleId
  /** Null: known, and keeps nothing. */
  readonly effect: EffectKind | null
  readonly reads?: ArgumentReading
  /** Writes, locks or signals, so that the statement is no mere read. */
  readonly writes?: true
  /** Belongs to an extension, in whatever schema that was put. */
  readonly extension?: string
  /** Discard of all locks. */
  readonly extent?: 'advisory-locks'
}

const locks: readonly FunctionRule[] = [
  {
    names: ['pg_advisory_lock', 'pg_try_advisory_lock'],
    rule: 'pg.advisory-lock',
    effect: 'advisory-lock',
    reads: { as: 'key' },
    writes: true,
  },
  {
    names: ['pg_advisory_lock_shared', 'pg_try_advisory_lock_shared'],
    rule: 'pg.advisory-lock',
    effect: 'advisory-lock',
    reads: { as: 'key', shared: true },
    writes: true,
  },
  {
    names: [
      'pg_advisory_xact_lock',
      'pg_advisory_xact_lock_shared',
      'pg_try_advisory_xact_lock',
      'pg_try_advisory_xact_lock_shared',
    ],
    rule: 'pg.write',
    effect: null,
    writes: true,
  },
  {
    names: ['pg_advisory_unlock'],
    rule: 'pg.advisory-unlock',
    effect: 'advisory-unlock',
    reads: { as: 'key' },
    writes: true,
  },
  {
    names: ['pg_advisory_unlock_shared'],
    rule: 'pg.advisory-unlock',
    effect: 'advisory-unlock',
    reads: { as: 'key', shared: true },
    writes: true,
  },
  {
    names: ['pg_advisory_unlock_all'],
    rule: 'pg.advisory-unlock',
    effect: 'discard',
    extent: 'advisory-locks',
    writes: true,
  },
]

const state: readonly FunctionRule[] = [
  { names: ['set_config'], rule: 'pg.set-config', effect: 'setting', reads: { as: 'setting' } },
  {
    names: ['setseed'],
    rule: 'pg.random-seed',
    effect: 'random-seed',
    reads: { as: 'value-of', setting: 'seed' },
  },
  { names: ['nextval'], rule: 'pg.sequence-advance', effect: 'sequence-advance', writes: true },
  { names: ['setval'], rule: 'pg.sequence-advance', effect: 'sequence-advance', writes: true },
  { names: ['currval'], rule: 'pg.sequence-look-back', effect: 'sequence-look-back' },
  { names: ['lastval'], rule: 'pg.sequence-look-back', effect: 'sequence-look-back' },
  {
    names: ['pg_notify'],
    rule: 'pg.notify',
    effect: 'notify',
    reads: { as: 'channel' },
    writes: true,
  },
  {
    names: ['pg_prepared_statement', 'pg_cursor', 'pg_listening_channels'],
    rule: 'pg.inspect',
    effect: 'inspect',
  },
  {
    // The last three show what nothing takes off a connection again, so that a pin would not help.
    names: [
      'pg_backend_pid',
      'inet_client_addr',
      'inet_client_port',
      'pg_my_temp_schema',
      'pg_get_loaded_modules',
      'pg_get_backend_memory_contexts',
    ],
    rule: 'pg.identity',
    effect: 'identity',
  },
  {
    names: ['pg_terminate_backend', 'pg_cancel_backend'],
    rule: 'pg.terminate',
    effect: 'terminate',
    writes: true,
  },
]

const process: readonly FunctionRule[] = [
  {
    names: ['pg_create_physical_replication_slot', 'pg_create_logical_replication_slot'],
    rule: 'pg.replication',
    effect: 'foreign',
    reads: { as: 'flag', at: 2, absent: 'false' },
    writes: true,
  },
  {
    // Without the flag the copy is as temporary as its source.
    names: ['pg_copy_physical_replication_slot', 'pg_copy_logical_replication_slot'],
    rule: 'pg.replication',
    effect: 'foreign',
    reads: { as: 'flag', at: 2, absent: 'true' },
    writes: true,
  },
  {
    names: ['pg_replication_origin_session_setup'],
    rule: 'pg.replication',
    effect: 'foreign',
    writes: true,
  },
  {
    names: ['pg_replication_origin_xact_setup'],
    rule: 'pg.replication',
    effect: 'foreign',
    writes: true,
  },
  // The second name is that of servers before 15.
  {
    names: ['pg_backup_start', 'pg_start_backup'],
    rule: 'pg.backup',
    effect: 'foreign',
    writes: true,
  },
]

/** Functions of the server and of extensions that need a rule. All others are looked up in the catalogue. */
export const functionRules: readonly FunctionRule[] = [...locks, ...state, ...process]
