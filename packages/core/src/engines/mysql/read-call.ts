import { type Argument, hidden, readArgument, splitArguments } from '../../sql/arguments.ts'
import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { foldAscii } from '../../sql/tokens.ts'
import type { CallSite } from './call-site.ts'
import { builtInSchemas, type FunctionRule, functionRules } from './functions.ts'

const rulesOf = new Map<string, readonly FunctionRule[]>()
for (const rule of functionRules) for (const name of rule.names) rulesOf.set(name, [...(rulesOf.get(name) ?? []), rule])

/**
 * Announces what a call may do. The servers look for their own functions first, and for a user's when they have none of
 * that name; a name with a schema is a user's.
 */
export function readCall(span: TokenSpan, site: CallSite, sink: EffectSink): void {
  const name = routineName(span, site.last)
  const qualified = site.first !== site.last
  const schema = qualified ? routineName(span, site.last - 2) : null
  const own = !qualified || (schema !== null && builtInSchemas.has(schema))
  const rules = name === null || !own ? undefined : rulesOf.get(name)
  if (rules !== undefined) announce(rules, splitArguments(span, site.open), sink)
  if (rules !== undefined && (qualified || !rules.some(({ onSomeServers }) => onSomeServers))) return
  announceRoutine(span, site, 'mysql.routine', sink)
}

/** What stands in front of a name may be a package of MariaDB, which is a routine to the catalogue. */
export function announceRoutine(
  span: TokenSpan,
  { first, last }: { readonly first: number; readonly last: number },
  rule: 'mysql.routine' | 'mysql.call',
  sink: EffectSink,
): void {
  const nameAt = (at: number): string | null => (at < first ? null : routineName(span, at))
  for (let at = last; at >= first; at -= 2) {
    const name = nameAt(at)
    sink.add({ kind: 'routine', rule, ...(name === null ? {} : { name }), schema: nameAt(at - 2) })
  }
}

/** Null: letters beyond ASCII, which servers fold in ways of their own, or a name that can't be told. */
function routineName(span: TokenSpan, at: number): string | null {
  const name = span.name(at)
  if (name === null) return null
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 127) return null
  return foldAscii(name)
}

function announce(rules: readonly FunctionRule[], given: readonly TokenSpan[] | null, sink: EffectSink): void {
  for (const rule of rules) {
    if (rule.arguments !== undefined && given !== null && given.length !== rule.arguments) continue
    if (rule.writes === true) sink.writes = true
    if (rule.effect === null) continue
    const first: Argument = given?.[0] === undefined ? hidden : readArgument(given[0])
    const key = rule.reads === 'key' ? { key: first.shown === 'value' ? first.value : null } : {}
    const extent = rule.extent === undefined ? {} : { extent: rule.extent }
    const name = rule.at === undefined ? {} : { name: rule.at }
    sink.add({ kind: rule.effect, rule: rule.rule, ...name, ...key, ...extent })
  }
}
