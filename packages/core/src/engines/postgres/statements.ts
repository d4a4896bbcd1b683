import type { StatementVerb } from '../../sql/classification.ts'
import type { EffectKind } from '../../sql/effect.ts'
import type { RuleId } from './rule.ts'

/** How what follows the leading word is read; `nothing`: it can't matter. */
export type Reading =
  | 'nothing'
  | 'query'
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'savepoint'
  | 'set'
  | 'reset'
  | 'discard'
  | 'prepare'
  | 'execute'
  | 'deallocate'
  | 'declare'
  | 'close'
  | 'listen'
  | 'unlisten'
  | 'notify'
  | 'load'
  | 'copy'
  | 'explain'
  | 'create'
  | 'alter'
  | 'drop'

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

/** Every word that a statement can begin with: https://www.postgresql.org/docs/current/sql-commands.html */
export const statementRules: readonly StatementRule[] = [
  row('select', 'pg.query', 'read', 'query', true),
  row('values', 'pg.query', 'read', 'query', true),
  row('table', 'pg.query', 'read', 'query', true),
  row('with', 'pg.query', 'read', 'query', true),
  row('fetch', 'pg.query', 'other', 'nothing', false),
  row('move', 'pg.query', 'other', 'nothing', false),
  row('insert', 'pg.write', 'write', 'nothing', true),
  row('update', 'pg.write', 'write', 'nothing', true),
  row('delete', 'pg.write', 'write', 'nothing', true),
  row('merge', 'pg.write', 'write', 'nothing', true),
  row('truncate', 'pg.write', 'write', 'nothing', false),
  row('lock', 'pg.write', 'write', 'nothing', false),
  row('copy', 'pg.copy', 'write', 'copy', true),

  row('begin', 'pg.begin', 'transaction', 'begin', false),
  row('start', 'pg.begin', 'transaction', 'begin', false),
  row('commit', 'pg.commit', 'transaction', 'commit', false),
  row('end', 'pg.commit', 'transaction', 'commit', false),
  row('rollback', 'pg.rollback', 'transaction', 'rollback', false),
  row('abort', 'pg.rollback', 'transaction', 'rollback', false),
  row('savepoint', 'pg.savepoint', 'transaction', 'savepoint', false),
  row('release', 'pg.savepoint', 'transaction', 'savepoint', false),

  row('set', 'pg.set', 'other', 'set', false),
  row('reset', 'pg.reset', 'other', 'reset', false),
  row('show', 'pg.show', 'read', 'nothing', false),
  row('discard', 'pg.discard', 'other', 'discard', false),

  row('prepare', 'pg.prepare', 'other', 'prepare', true),
  row('execute', 'pg.execute', 'write', 'execute', true),
  row('deallocate', 'pg.deallocate', 'other', 'deallocate', false),
  row('declare', 'pg.declare', 'read', 'declare', true),
  row('close', 'pg.close', 'other', 'close', false),
  row('explain', 'pg.explain', 'read', 'explain', true),

  row('listen', 'pg.listen', 'other', 'listen', false),
  row('unlisten', 'pg.unlisten', 'other', 'unlisten', false),
  row('notify', 'pg.notify', 'write', 'notify', false),

  row('do', 'pg.do', 'write', 'nothing', false, 'opaque'),
  row('call', 'pg.call', 'write', 'nothing', true, 'opaque'),
  row('load', 'pg.load', 'other', 'load', false),

  row('create', 'pg.schema', 'ddl', 'create', true),
  row('alter', 'pg.schema', 'ddl', 'alter', true),
  row('drop', 'pg.schema', 'ddl', 'drop', false),
  row('comment', 'pg.schema', 'ddl', 'nothing', false),
  row('grant', 'pg.schema', 'ddl', 'nothing', false),
  row('revoke', 'pg.schema', 'ddl', 'nothing', false),
  row('reassign', 'pg.schema', 'ddl', 'nothing', false),
  row('security', 'pg.schema', 'ddl', 'nothing', false),
  row('import', 'pg.schema', 'ddl', 'nothing', false),
  row('refresh', 'pg.schema', 'ddl', 'nothing', false),

  row('analyze', 'pg.maintenance', 'other', 'nothing', false),
  row('analyse', 'pg.maintenance', 'other', 'nothing', false),
  row('vacuum', 'pg.maintenance', 'other', 'nothing', false),
  row('cluster', 'pg.maintenance', 'other', 'nothing', false),
  row('reindex', 'pg.maintenance', 'other', 'nothing', false),
  row('checkpoint', 'pg.maintenance', 'other', 'nothing', false),
]

/**
 * What CREATE, ALTER and DROP can be about, by the first word behind them (and behind OR REPLACE, TEMPORARY). `runs`:
 * functions that the text names run with the statement (defaults, checks and keys of what exists). `stores`: they are
 * only written down. `loads`: a script or a library runs.
 */
export type ObjectReading = 'runs' | 'stores' | 'loads'

export interface ObjectRule {
  readonly word: string
  readonly create: ObjectReading | null
  readonly alter: ObjectReading | null
  readonly drop: ObjectReading | null
}

const object = (
  words: string,
  create: ObjectReading | null,
  alter: ObjectReading | null,
  drop: ObjectReading | null = 'stores',
): readonly ObjectRule[] => words.split(' ').map((word) => ({ word, create, alter, drop }))

export const objectRules: readonly ObjectRule[] = [
  ...object('table index materialized domain schema foreign sequence statistics', 'runs', 'runs'),
  ...object('unlogged unique', 'runs', null, null),
  // Functions of a view run when it is read.
  ...object('view function procedure trigger rule policy type aggregate operator', 'stores', 'stores'),
  ...object('recursive', 'stores', null, null),
  ...object('cast transform access', 'stores', null),
  ...object('collation conversion database event publication role user group server', 'stores', 'stores'),
  ...object('subscription tablespace text', 'stores', 'stores'),
  ...object('constraint', 'stores', null, null),
  ...object('default', 'stores', 'stores', null),
  ...object('routine', null, 'stores'),
  ...object('large system', null, 'stores', null),
  ...object('owned', null, null),
  ...object('extension', 'loads', 'loads'),
  ...object('language trusted procedural', 'loads', 'stores'),
]
