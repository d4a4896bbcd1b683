import type { ControlRows, ControlStatement } from '../../adapter/control.ts'
import type { Dependents } from '../../adapter/engine.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import type { FunctionRule } from './functions.ts'
import { functionRules } from './functions.ts'
import { functionsOfExtensions, functionsRunningText, readsText } from './functions-running-text.ts'
import { postgresLexis } from './lexis.ts'

const quoted = (name: string): string => `'${name}'`
const passing: ReadonlySet<FunctionRule['effect']> = new Set([
  null,
  'sequence-advance',
  'notify',
  'identity',
  'terminate',
  'discard',
  'advisory-unlock',
])
/**
 * The server's own functions that keep something, or show what is kept: views and defaults may call them with no routine
 * of a user between.
 */
const keeping: string = [...functionRules, ...functionsRunningText, ...functionsOfExtensions]
  .filter((rule) => !passing.has(rule.effect))
  .flatMap((rule) => rule.names.map(quoted))
  .join(', ')

const keepingRoutines = `SELECT oid FROM pg_catalog.pg_proc WHERE proname OPERATOR(pg_catalog.=) ANY (ARRAY[${keeping}]::pg_catalog.name[])`

/** Expressions that are stored, by the column that holds them. */
const expressions: string = [
  ['pg_rewrite', 'ev_action'],
  ['pg_rewrite', 'ev_qual'],
  ['pg_attrdef', 'adbin'],
  ['pg_policy', 'polqual'],
  ['pg_policy', 'polwithcheck'],
  ['pg_constraint', 'conbin'],
  ['pg_trigger', 'tgqual'],
  ['pg_type', 'typdefaultbin'],
  ['pg_proc', 'proargdefaults'],
]
  .map(
    ([table, column]) =>
      `SELECT 'pg_catalog.${table}'::pg_catalog.regclass::pg_catalog.oid AS class, oid AS object, ${column}::pg_catalog.text AS tree FROM pg_catalog.${table} WHERE oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND ${column} IS NOT NULL`,
  )
  .join(' UNION ALL ')

/** Of the server's views: the first can be updated, the others show what lives on the connection. */
const views = ['pg_settings', 'pg_prepared_statements', 'pg_cursors']
  .map((name) => `'pg_catalog.${name}'::pg_catalog.regclass::pg_catalog.oid`)
  .join(', ')

/** The routines themselves, what calls a keeping function of the server, and what uses one of those views. */
const roots = `SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AS class, routine.oid AS object
  FROM pg_catalog.pg_proc routine JOIN pg_catalog.pg_namespace space ON space.oid OPERATOR(pg_catalog.=) routine.pronamespace
  WHERE routine.proname OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.name[])
    AND space.nspname OPERATOR(pg_catalog.<>) ALL (ARRAY['pg_catalog', 'information_schema']::pg_catalog.name[])
  UNION ALL SELECT stored.class, stored.object FROM (${expressions}) stored WHERE stored.tree OPERATOR(pg_catalog.~) (
    SELECT ':(funcid|aggfnoid|winfnoid|opfuncid) (' OPERATOR(pg_catalog.||) pg_catalog.string_agg(kept.oid::pg_catalog.text, '|') OPERATOR(pg_catalog.||) ') ' FROM (${keepingRoutines}) kept)
  UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid, operator.oid FROM pg_catalog.pg_operator operator JOIN (${keepingRoutines}) kept
    ON kept.oid OPERATOR(pg_catalog.=) operator.oprcode::pg_catalog.oid WHERE operator.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
  UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass::pg_catalog.oid, coercion.oid FROM pg_catalog.pg_cast coercion JOIN (${keepingRoutines}) kept
    ON kept.oid OPERATOR(pg_catalog.=) coercion.castfunc WHERE coercion.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
  UNION ALL SELECT classid, objid FROM pg_catalog.pg_depend
  WHERE refobjid OPERATOR(pg_catalog.=) ANY (ARRAY[${views}])
    AND refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND objid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid`

/**
 * What runs the given routines without naming them: triggers, rules and views, defaults, policies, checks, domains,
 * operators, casts, and what reaches these in turn (partitions, inheritance, cascading foreign keys). One row for each:
 * its kind and its name. A kind that is not known by a name gives `everything`.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
const dependentsText = `WITH RECURSIVE reached(class, object) AS (
  -- One row to begin with: from more the planner would expect so many that it compiles longer than the statement runs.
  SELECT 0::pg_catalog.oid, 0::pg_catalog.oid
  UNION
  SELECT step.class, step.object FROM reached CROSS JOIN LATERAL (
    SELECT root.class, root.object FROM (${roots}) root WHERE reached.class OPERATOR(pg_catalog.=) 0::pg_catalog.oid
    UNION ALL SELECT depend.classid, depend.objid FROM pg_catalog.pg_depend depend
    WHERE depend.refclassid OPERATOR(pg_catalog.=) reached.class AND depend.refobjid OPERATOR(pg_catalog.=) reached.object
      AND depend.deptype::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY['n', 'a', 'i'])
      AND NOT (reached.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
        AND depend.classid OPERATOR(pg_catalog.<>) ALL (ARRAY['pg_catalog.pg_rewrite', 'pg_catalog.pg_proc']::pg_catalog.regclass[]::pg_catalog.oid[]))
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, part.relation FROM (
      SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid AS class, oid, tgrelid AS relation FROM pg_catalog.pg_trigger
      UNION ALL SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid, oid, ev_class FROM pg_catalog.pg_rewrite
      UNION ALL SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid, oid, adrelid FROM pg_catalog.pg_attrdef
      UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid, oid, polrelid FROM pg_catalog.pg_policy
      UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid, oid, conrelid FROM pg_catalog.pg_constraint
        WHERE conrelid OPERATOR(pg_catalog.<>) 0
      UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, inhrelid, inhparent FROM pg_catalog.pg_inherits
      UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, conrelid, confrelid FROM pg_catalog.pg_constraint
        WHERE contype OPERATOR(pg_catalog.=) 'f' AND (confdeltype::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY['c', 'n', 'd'])
          OR confupdtype::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY['c', 'n', 'd']))
      UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, indexrelid, indrelid FROM pg_catalog.pg_index
    ) part WHERE part.class OPERATOR(pg_catalog.=) reached.class AND part.oid OPERATOR(pg_catalog.=) reached.object
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, contypid FROM pg_catalog.pg_constraint
      WHERE reached.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
        AND oid OPERATOR(pg_catalog.=) reached.object AND contypid OPERATOR(pg_catalog.<>) 0
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, side FROM pg_catalog.pg_cast, LATERAL (VALUES (castsource), (casttarget)) sides(side)
      WHERE reached.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_cast'::pg_catalog.regclass::pg_catalog.oid AND pg_cast.oid OPERATOR(pg_catalog.=) reached.object
        AND (side OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid OR (castsource OPERATOR(pg_catalog.<) 16384::pg_catalog.oid AND casttarget OPERATOR(pg_catalog.<) 16384::pg_catalog.oid))
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, attrelid FROM pg_catalog.pg_attribute
      WHERE reached.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid
        AND atttypid OPERATOR(pg_catalog.=) reached.object AND attnum OPERATOR(pg_catalog.>) 0
        AND reached.object OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
  ) step(class, object)
)
SELECT DISTINCT CASE
    WHEN class OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog.pg_trigger', 'pg_catalog.pg_rewrite', 'pg_catalog.pg_attrdef', 'pg_catalog.pg_policy', 'pg_catalog.pg_constraint', 'pg_catalog.pg_cast']::pg_catalog.regclass[]::pg_catalog.oid[]) THEN 'part'
    WHEN class OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AND object OPERATOR(pg_catalog.<) 16384::pg_catalog.oid THEN 'everything'
    WHEN class OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog.pg_class', 'pg_catalog.pg_proc', 'pg_catalog.pg_type']::pg_catalog.regclass[]::pg_catalog.oid[]) THEN 'name'
    WHEN class OPERATOR(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid THEN 'operator'
    ELSE 'everything' END,
  COALESCE(relation.relname::pg_catalog.text, routine.proname::pg_catalog.text, type.typname::pg_catalog.text, operator.oprname::pg_catalog.text),
  (SELECT nspname::pg_catalog.text FROM pg_catalog.pg_namespace space WHERE space.oid OPERATOR(pg_catalog.=) COALESCE(relation.relnamespace, type.typnamespace))
FROM reached
LEFT JOIN pg_catalog.pg_class relation ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND relation.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_proc routine ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AND routine.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_type type ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AND type.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_operator operator ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid AND operator.oid OPERATOR(pg_catalog.=) object
WHERE class OPERATOR(pg_catalog.<>) 0::pg_catalog.oid`

export function dependentsQuery(routines: readonly string[]): ControlStatement {
  const names = routines.map((name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  return { text: dependentsText, values: [`{${names.join(',')}}`] }
}

export function readDependents(answer: ControlRows): Dependents {
  const names = new Set<string>()
  const operators = new Set<string>()
  const schemas = new Map<string, Set<string>>()
  const routines = new Set<string>()
  let everything = false
  for (const [kind, name, schema] of answer) {
    if (kind === 'name') {
      names.add(String(name))
      if (schema === null || schema === undefined) routines.add(String(name))
      else schemas.set(String(name), (schemas.get(String(name)) ?? new Set<string>()).add(String(schema)))
    }
    if (kind === 'operator') operators.add(String(name))
    else if (kind === 'everything') everything = true
  }
  // Whatever stands in front of a routine's name may be a table: `t.f` calls f(t).
  for (const name of routines) schemas.delete(name)
  return { names, schemas, operators, everything }
}

/** Operators that words stand for: LIKE, BETWEEN, IN, CASE, JOIN USING, ORDER BY, DISTINCT and others. */
const spokenOperators: ReadonlySet<string> = new Set('= <> < > <= >= ~~ !~~ ~~* !~~* ~ !~'.split(' '))

/** How deep strings that are run as SQL are read. */
const maxDepth = 4

/** Whether a text names any of them. A name in a string is one only where a function runs the string. */
export function mentions(text: string, dependents: Dependents, depth = 0): boolean {
  if (dependents.everything || depth > maxDepth) return true
  if (dependents.names.size === 0 && dependents.operators.size === 0) return false
  for (const operator of dependents.operators) if (spokenOperators.has(operator)) return true
  const tokens = lex(text, postgresLexis, false)
  if (tokens.fault !== null) return true
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, postgresLexis.maxNameBytes)
  const strings: (string | null)[] = []
  let runsStrings = false
  for (let at = span.from; at < span.to; at += 1) {
    const name = span.name(at)
    if (name !== null ? isOne(span, at, name, dependents) : span.isName(at)) return true
    if (name !== null && readsText.has(name)) runsStrings = true
    if (span.isString(at)) strings.push(span.string(at))
    if (span.sign(at) !== '' && isOperator(span, at, dependents.operators)) return true
  }
  return runsStrings && strings.some((string) => string === null || mentions(string, dependents, depth + 1))
}

/** `a.b` is no b of another schema. Without a schema, any b may be meant. */
function isOne(span: TokenSpan, at: number, name: string, dependents: Dependents): boolean {
  if (!dependents.names.has(name)) return false
  const schemas = dependents.schemas?.get(name)
  const schema = span.sign(at - 1) === '.' ? span.name(at - 2) : null
  return schemas === undefined || schema === null || schemas.has(schema)
}

/** Whether the signs from here on, without a gap between them, spell one of the operators, or begin with one. */
function isOperator(span: TokenSpan, at: number, operators: ReadonlySet<string>): boolean {
  let spelled = ''
  for (let next = at; /^[-+*/<>=~!@#%^&|`?]$/.test(span.sign(next)); next += 1) {
    if (next > at && span.tokens.start(next) !== span.tokens.end(next - 1)) return false
    spelled += span.sign(next)
    if (operators.has(spelled)) return true
  }
  return false
}
