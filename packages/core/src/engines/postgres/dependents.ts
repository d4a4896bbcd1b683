import type { ControlRows, ControlStatement } from '../../adapter/control.ts'
import type { Dependents } from '../../adapter/engine.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { postgresLexis } from './lexis.ts'

/**
 * What runs the given routines without naming them: triggers, rules and views, defaults, policies, checks, domains,
 * operators, casts, and what reaches these in turn (partitions, inheritance, cascading foreign keys). One row for each:
 * its kind and its name. A kind that is not known by a name gives `everything`.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
const dependentsText = `WITH RECURSIVE reached(class, object) AS (
  SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, routine.oid
  FROM pg_catalog.pg_proc routine JOIN pg_catalog.pg_namespace space ON space.oid OPERATOR(pg_catalog.=) routine.pronamespace
  WHERE routine.proname OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.name[])
    AND space.nspname OPERATOR(pg_catalog.<>) ALL (ARRAY['pg_catalog', 'information_schema']::pg_catalog.name[])
  UNION
  SELECT step.class, step.object FROM reached CROSS JOIN LATERAL (
    SELECT depend.classid, depend.objid FROM pg_catalog.pg_depend depend
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
  COALESCE(relation.relname::pg_catalog.text, routine.proname::pg_catalog.text, type.typname::pg_catalog.text, operator.oprname::pg_catalog.text)
FROM reached
LEFT JOIN pg_catalog.pg_class relation ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND relation.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_proc routine ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AND routine.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_type type ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AND type.oid OPERATOR(pg_catalog.=) object
LEFT JOIN pg_catalog.pg_operator operator ON class OPERATOR(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid AND operator.oid OPERATOR(pg_catalog.=) object`

export function dependentsQuery(routines: readonly string[]): ControlStatement {
  const names = routines.map((name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  return { text: dependentsText, values: [`{${names.join(',')}}`] }
}

export function readDependents(answer: ControlRows): Dependents {
  const names = new Set<string>()
  const operators = new Set<string>()
  let everything = false
  for (const [kind, name] of answer) {
    if (kind === 'name') names.add(String(name))
    else if (kind === 'operator') operators.add(String(name))
    else if (kind === 'everything') everything = true
  }
  return { names, operators, everything }
}

/** Whether a text names any of them. A name in a string, or one that can't be read, is not seen as one. */
export function mentions(text: string, dependents: Dependents): boolean {
  if (dependents.everything) return true
  if (dependents.names.size === 0 && dependents.operators.size === 0) return false
  const tokens = lex(text, postgresLexis, false)
  if (tokens.fault !== null) return true
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, postgresLexis.maxNameBytes)
  for (let at = span.from; at < span.to; at += 1) {
    const name = span.name(at)
    if (name !== null ? dependents.names.has(name) : span.isName(at)) return true
    if (span.sign(at) !== '' && dependents.operators.has(operatorAt(span, at))) return true
  }
  return false
}

/** The operator that begins at a token: signs without a gap between them. */
function operatorAt(span: TokenSpan, at: number): string {
  let operator = span.sign(at)
  for (let next = at + 1; span.sign(next) !== '' && span.tokens.start(next) === span.tokens.end(next - 1); next += 1)
    operator += span.sign(next)
  return operator
}
