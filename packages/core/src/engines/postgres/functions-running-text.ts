import type { FunctionRule } from './functions.ts'

const mappings: readonly string[] = ['xml', 'xmlschema', 'xml_and_xmlschema']
const mapped = (of: string): readonly string[] => mappings.map((to) => `${of}_to_${to}`)

/** Functions that run text as SQL, or read objects that are named in text. */
export const functionsRunningText: readonly FunctionRule[] = [
  {
    names: mapped('query'),
    rule: 'pg.runs-text',
    effect: 'opaque',
    reads: { as: 'sql', at: [0] },
    writes: true,
  },
  {
    names: ['table', 'schema', 'database', 'cursor'].flatMap(mapped),
    rule: 'pg.runs-text',
    effect: 'opaque',
    writes: true,
  },
  {
    names: ['ts_stat'],
    rule: 'pg.runs-text',
    effect: 'opaque',
    reads: { as: 'sql', at: [0] },
    writes: true,
  },
  {
    names: ['ts_rewrite'],
    rule: 'pg.runs-text',
    effect: 'opaque',
    reads: { as: 'sql', at: [1], only: { arguments: 2 } },
    writes: true,
  },
  {
    names: ['crosstab', 'crosstab2', 'crosstab3', 'crosstab4'],
    rule: 'pg.runs-text',
    effect: 'opaque',
    reads: { as: 'sql', at: [0, 1] },
    writes: true,
    extension: 'tablefunc',
  },
  {
    names: ['connectby'],
    rule: 'pg.runs-text',
    effect: 'opaque',
    writes: true,
    extension: 'tablefunc',
  },
  {
    names: ['xpath_table'],
    rule: 'pg.runs-text',
    effect: 'opaque',
    writes: true,
    extension: 'xml2',
  },
]

/** Functions of extensions that keep something on the connection. */
export const functionsOfExtensions: readonly FunctionRule[] = [
  {
    names: ['dblink_connect', 'dblink_connect_u'],
    rule: 'pg.dblink',
    effect: 'foreign',
    writes: true,
    extension: 'dblink',
  },
  {
    names: ['set_limit'],
    rule: 'pg.extension-state',
    effect: 'setting',
    reads: { as: 'value-of', setting: 'pg_trgm.similarity_threshold' },
    extension: 'pg_trgm',
  },
  {
    names: ['isn_weak'],
    rule: 'pg.extension-state',
    effect: 'foreign',
    reads: { as: 'flag', at: 0, absent: 'false' },
    extension: 'isn',
  },
  {
    names: ['addauth'],
    rule: 'pg.extension-state',
    effect: 'temporary',
    writes: true,
    extension: 'postgis',
  },
]

/** Functions whose arguments hold SQL that the classifier reads: names in these strings are names in a statement. */
export const readsText: ReadonlySet<string> = new Set(
  functionsRunningText.filter((rule) => rule.reads?.as === 'sql').flatMap((rule) => rule.names),
)
