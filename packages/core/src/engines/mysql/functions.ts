import type { Diagnostic } from '../../sql/classification.ts'
import type { EffectKind } from '../../sql/effect.ts'
import type { RuleId } from './rule.ts'

export interface FunctionRule {
  readonly names: readonly string[]
  readonly rule: RuleId
  /** Null: known, and keeps nothing. */
  readonly effect: EffectKind | null
  /** `key`: the first argument is the name of a lock. */
  readonly reads?: 'key'
  /** Only with so many arguments. */
  readonly arguments?: number
  /** Writes, locks or waits, so that the statement is no mere read. */
  readonly writes?: true
  readonly extent?: 'advisory-locks'
  /** What a look-back is at. */
  readonly at?: Diagnostic
  /** Not every server has it: on the others the name may be a user's. */
  readonly onSomeServers?: true
}

/** https://dev.mysql.com/doc/refman/en/locking-functions.html */
const locks: readonly FunctionRule[] = [
  { names: ['get_lock'], rule: 'mysql.get-lock', effect: 'advisory-lock', reads: 'key', writes: true },
  { names: ['release_lock'], rule: 'mysql.release-lock', effect: 'advisory-unlock', reads: 'key', writes: true },
  {
    names: ['release_all_locks'],
    rule: 'mysql.release-lock',
    effect: 'discard',
    extent: 'advisory-locks',
    writes: true,
  },
  {
    names: [
      'service_get_read_locks',
      'service_get_write_locks',
      'version_tokens_lock_shared',
      'version_tokens_lock_exclusive',
    ],
    rule: 'mysql.service-lock',
    effect: 'foreign',
    writes: true,
    onSomeServers: true,
  },
]

const state: readonly FunctionRule[] = [
  { names: ['last_insert_id'], rule: 'mysql.last-insert-id', effect: 'sequence-look-back', arguments: 0 },
  { names: ['last_insert_id'], rule: 'mysql.set-last-insert-id', effect: 'sequence-advance', arguments: 1 },
  // Sequences of MariaDB: https://mariadb.com/kb/en/sequence-functions/
  {
    names: ['nextval', 'setval'],
    rule: 'mysql.sequence-advance',
    effect: 'sequence-advance',
    writes: true,
    onSomeServers: true,
  },
  { names: ['lastval'], rule: 'mysql.sequence-look-back', effect: 'sequence-look-back', onSomeServers: true },
  { names: ['row_count'], rule: 'mysql.diagnostics', effect: 'diagnostics-look-back', at: 'row-count' },
  { names: ['found_rows'], rule: 'mysql.diagnostics', effect: 'diagnostics-look-back', at: 'found-rows' },
  { names: ['connection_id'], rule: 'mysql.identity', effect: 'identity' },
  { names: ['ps_current_thread_id'], rule: 'mysql.identity', effect: 'identity', onSomeServers: true },
  // A read goes on where the connection's last one stopped: https://dev.mysql.com/doc/refman/en/audit-log-reference.html
  { names: ['audit_log_read'], rule: 'mysql.function-state', effect: 'foreign', onSomeServers: true },
  // They run text on other servers, into temporary tables: https://mariadb.com/kb/en/spider-functions/
  {
    names: ['spider_direct_sql', 'spider_bg_direct_sql', 'spider_copy_tables'],
    rule: 'mysql.function-state',
    effect: 'opaque',
    writes: true,
    onSomeServers: true,
  },
]

/** Functions of the servers and of their plugins that need a rule. All others are looked up in the catalogue. */
export const functionRules: readonly FunctionRule[] = [...locks, ...state]

/** Their names; some are keywords. */
export const ruledFunctions: ReadonlySet<string> = new Set(functionRules.flatMap((rule) => rule.names))

/** Schemas of MariaDB that stand for the server's own functions. */
export const builtInSchemas: ReadonlySet<string> = new Set(['mariadb_schema', 'oracle_schema', 'maxdb_schema'])

/** System variables that look at what the session did, or at the connection itself. */
export const readVariables: ReadonlyMap<string, readonly [rule: RuleId, effect: EffectKind, at?: Diagnostic]> = new Map<
  string,
  readonly [RuleId, EffectKind, Diagnostic?]
>([
  ['last_insert_id', ['mysql.last-insert-id', 'sequence-look-back']],
  ['identity', ['mysql.last-insert-id', 'sequence-look-back']],
  ['warning_count', ['mysql.diagnostics', 'diagnostics-look-back', 'warnings']],
  ['error_count', ['mysql.diagnostics', 'diagnostics-look-back', 'warnings']],
  ['last_gtid', ['mysql.diagnostics', 'diagnostics-look-back', 'row-count']],
  ['pseudo_thread_id', ['mysql.identity', 'identity']],
])
