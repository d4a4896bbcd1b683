import { type Argument, hidden, readArgument, splitArguments } from '../../sql/arguments.ts'
import type { Effect } from '../../sql/effect.ts'
import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import type { CallSite } from './call-site.ts'
import { type FunctionRule, functionRules } from './functions.ts'
import { functionsOfExtensions, functionsRunningText } from './functions-running-text.ts'
import { settingEffects } from './settings.ts'

const ruleOf: ReadonlyMap<string, FunctionRule> = new Map(
  [...functionRules, ...functionsRunningText, ...functionsOfExtensions].flatMap((rule) =>
    rule.names.map((name) => [name, rule] as const),
  ),
)

/** Classifies a constant that a function runs as SQL. */
export type RunText = (text: string, sink: EffectSink) => void

/**
 * Announces what a call may do. Besides what a rule says of a name the call is told as a routine, unless it can only be
 * the server's own: a user's function of the same name may fit the arguments better.
 */
export function readCall(span: TokenSpan, site: CallSite, sink: EffectSink, run: RunText): void {
  const name = span.name(site.last)
  const schema = site.first === site.last ? null : span.name(site.last - 2)
  const qualified = site.first !== site.last
  const builtIn = qualified && schema === 'pg_catalog'
  const rule = name === null ? undefined : ruleOf.get(name)
  if (rule !== undefined && (!qualified || builtIn || rule.extension !== undefined))
    apply(rule, splitArguments(span, site.open), sink, run)
  if (builtIn && name !== null) return
  sink.add({ kind: 'routine', rule: 'pg.routine', ...(name === null ? {} : { name }), schema })
}

function apply(rule: FunctionRule, given: readonly TokenSpan[] | null, sink: EffectSink, run: RunText): void {
  if (rule.writes === true) sink.writes = true
  if (rule.effect === null) return
  const at = (place: number): Argument => (given?.[place] === undefined ? hidden : readArgument(given[place]))
  const { reads } = rule
  const base = { kind: rule.effect, rule: rule.rule } as const
  switch (reads?.as) {
    case undefined:
      return sink.add({ ...base, ...(rule.extent === undefined ? {} : { extent: rule.extent }) })
    case 'setting':
      return sink.addAll(settingOf(at(0), at(1), at(2)))
    case 'value-of':
      return sink.addAll(settingEffects({ name: reads.setting, local: false, rule: rule.rule, ...shownValue(at(0)) }))
    case 'key':
      return sink.add({
        ...base,
        ...keyOf(given?.map(readArgument) ?? [hidden]),
        ...(reads.shared && { shared: true }),
      })
    case 'channel': {
      const channel = at(0)
      if (channel.shown === 'parameter') return sink.add({ ...base, nameParameter: channel.parameter })
      return sink.add({ ...base, ...(channel.shown === 'value' && channel.value !== null && { name: channel.value }) })
    }
    case 'flag': {
      const absent = given !== null && given.length <= reads.at
      const flag = at(reads.at)
      const isFalse = absent ? reads.absent === 'false' : flag.shown === 'value' && flag.value === 'false'
      return isFalse ? undefined : sink.add(base)
    }
    case 'sql':
      if (reads.only !== undefined && given !== null && given.length !== reads.only.arguments) return
      return runTexts(reads.at, given, base, sink, run)
  }
}

function settingOf(name: Argument, value: Argument, isLocal: Argument): readonly Effect[] {
  const local = isLocal.shown === 'value' && isLocal.value === 'true'
  if (name.shown === 'value' && name.value !== null)
    return settingEffects({ name: name.value, local, rule: 'pg.set-config', ...shownValue(value) })
  const effect = { kind: 'setting', rule: 'pg.set-config' } as const
  const { value: shown, parameter } = shownValue(value)
  return [
    {
      ...effect,
      ...(shown === undefined ? {} : { value: shown }),
      ...(parameter === undefined ? {} : { valueParameter: parameter }),
      ...(name.shown === 'parameter' && { nameParameter: name.parameter }),
    },
  ]
}

function shownValue(value: Argument): { readonly value: string | null | undefined; readonly parameter?: number } {
  if (value.shown === 'parameter') return { value: undefined, parameter: value.parameter }
  return { value: value.shown === 'value' ? value.value : undefined }
}

/** `123`, or `1,2` for a key of two parts. */
function keyOf(parts: readonly Argument[]): Pick<Effect, 'key' | 'keyParameters'> {
  if (parts.length > 0 && parts.every((part) => part.shown === 'parameter'))
    return { key: null, keyParameters: parts.map((part) => part.parameter) }
  const numbers = parts.map((part) =>
    part.shown === 'value' && /^[+-]?\d{1,19}$/.test(part.value ?? '') ? String(BigInt(part.value as string)) : null,
  )
  return { key: numbers.length === 0 || numbers.includes(null) ? null : numbers.join(',') }
}

function runTexts(
  places: readonly number[],
  given: readonly TokenSpan[] | null,
  opaque: Effect,
  sink: EffectSink,
  run: RunText,
): void {
  for (const place of places) {
    const argument = given === null ? hidden : given[place] === undefined ? null : readArgument(given[place])
    if (argument === null) continue
    if (argument.shown !== 'value') sink.add(opaque)
    // A number here is another parameter of an older form, as in crosstab(text, int).
    else if (argument.value !== null && !/^\d+$/.test(argument.value)) run(argument.value, sink)
  }
}
