import type { StatementVerb } from '../../sql/classification.ts'
import type { EffectKind } from '../../sql/effect.ts'
import type { RuleId } from './rule.ts'

/** How what follows the leading word is read; `nothing`: it can't matter. */
export type Reading =
  | 'nothing'
  | 'with'
  | 'explain'
  | 'analyze'
  | 'begin'
  | 'start'
  | 'commit'
  | 'rollback'
  | 'savepoint'
  | 'xa'
  | 'set'
  | 'use'
  | 'prepare'
  | 'execute'
  | 'deallocate'
  | 'create'
  | 'alter'
  | 'drop'
  | 'handler'
  | 'lock'
  | 'unlock'
  | 'flush'
  | 'backup'
  | 'get'
  | 'call'
  | 'load'
  | 'show'
  | 'block'

export interface StatementRule {
  /** The first word. */
  readonly word: string
  readonly rule: RuleId
  readonly verb: StatementVerb
  readonly reading: Reading
  /** Whether functions that the text names run when the statement runs. */
  readonly calls: boolean
  /** An effect that the first word alone announces. */
  readonly effect?: EffectKind
}

const row = (
  word: string,
  rule: RuleId,
  verb: StatementVerb,
  reading: Reading,
  calls: boolean,
  effect?: EffectKind,
): StatementRule => ({ word, rule, verb, reading, calls, ...(effect === undefined ? {} : { effect }) })

const admin = (words: string): readonly StatementRule[] =>
  words.split(' ').map((word) => row(word, 'mysql.admin', 'other', 'nothing', false))

/** Every word that a statement can begin with: https://dev.mysql.com/doc/refman/en/sql-statements.html */
export const statementRules: readonly StatementRule[] = [
  row('select', 'mysql.query', 'read', 'nothing', true),
  row('values', 'mysql.query', 'read', 'nothing', true),
  row('table', 'mysql.query', 'read', 'nothing', true),
  row('with', 'mysql.query', 'read', 'with', true),
  row('do', 'mysql.query', 'write', 'nothing', true),
  row('insert', 'mysql.write', 'write', 'nothing', true),
  row('replace', 'mysql.write', 'write', 'nothing', true),
  row('update', 'mysql.write', 'write', 'nothing', true),
  row('delete', 'mysql.write', 'write', 'nothing', true),
  row('load', 'mysql.write', 'write', 'load', true),
  row('truncate', 'mysql.schema', 'ddl', 'nothing', false),

  row('begin', 'mysql.begin', 'transaction', 'begin', false),
  row('start', 'mysql.begin', 'transaction', 'start', false),
  row('commit', 'mysql.commit', 'transaction', 'commit', false),
  row('rollback', 'mysql.rollback', 'transaction', 'rollback', false),
  row('savepoint', 'mysql.savepoint', 'transaction', 'savepoint', false),
  row('release', 'mysql.savepoint', 'transaction', 'savepoint', false),
  row('xa', 'mysql.xa', 'transaction', 'xa', false),

  row('set', 'mysql.set', 'other', 'set', true),
  row('use', 'mysql.use', 'other', 'use', false),

  row('prepare', 'mysql.prepare', 'other', 'prepare', true),
  row('execute', 'mysql.execute', 'write', 'execute', true),
  row('deallocate', 'mysql.deallocate', 'other', 'deallocate', false),
  row('call', 'mysql.call', 'write', 'call', true),
  row('handler', 'mysql.handler', 'other', 'handler', true),
  row('lock', 'mysql.lock-tables', 'other', 'lock', false),
  row('unlock', 'mysql.unlock-tables', 'other', 'unlock', false),
  row('flush', 'mysql.flush', 'other', 'flush', false),
  row('backup', 'mysql.server-lock', 'other', 'backup', false),
  row('get', 'mysql.diagnostics', 'other', 'get', true),
  row('show', 'mysql.show', 'read', 'show', true),
  row('explain', 'mysql.explain', 'read', 'explain', true),
  row('describe', 'mysql.explain', 'read', 'explain', true),
  row('desc', 'mysql.explain', 'read', 'explain', true),
  row('analyze', 'mysql.admin', 'other', 'analyze', true),

  row('create', 'mysql.schema', 'ddl', 'create', true),
  row('alter', 'mysql.schema', 'ddl', 'alter', true),
  row('drop', 'mysql.schema', 'ddl', 'drop', false),
  row('rename', 'mysql.schema', 'ddl', 'nothing', false),
  row('grant', 'mysql.schema', 'ddl', 'nothing', false),
  row('revoke', 'mysql.schema', 'ddl', 'nothing', false),
  row('import', 'mysql.schema', 'ddl', 'nothing', false),
  row('install', 'mysql.schema', 'ddl', 'nothing', true),
  row('uninstall', 'mysql.schema', 'ddl', 'nothing', false),

  ...admin('cache change check checksum clone help optimize purge repair reset signal resignal stop'),
  row('kill', 'mysql.kill', 'other', 'nothing', true, 'terminate'),
  row('shutdown', 'mysql.kill', 'other', 'nothing', false, 'terminate'),
  row('restart', 'mysql.kill', 'other', 'nothing', false, 'terminate'),
  row('binlog', 'mysql.binlog', 'write', 'nothing', false, 'opaque'),

  // MariaDB only.
  row('if', 'mysql.block', 'write', 'block', true),
  row('case', 'mysql.block', 'write', 'block', true),
  row('loop', 'mysql.block', 'write', 'block', true),
  row('while', 'mysql.block', 'write', 'block', true),
  row('repeat', 'mysql.block', 'write', 'block', true),
  row('for', 'mysql.block', 'write', 'block', true),
]

/**
 * What CREATE, ALTER and DROP can be about, by the first word behind them and their modifiers. `runs`: functions that
 * the text names run with the statement (generated columns, defaults, SELECT). `stores`: they are only written down.
 */
export type ObjectReading = 'runs' | 'stores'

export const objectReadings: ReadonlyMap<string, ObjectReading> = new Map([
  ...'table index unique fulltext spatial sequence vector online offline ignore'
    .split(' ')
    .map((word) => [word, 'runs'] as const),
  ...(
    'view algorithm procedure function trigger event package library database schema user role server ' +
    'logfile undo tablespace resource instance prepare temporary json'
  )
    .split(' ')
    .map((word) => [word, 'stores'] as const),
])
