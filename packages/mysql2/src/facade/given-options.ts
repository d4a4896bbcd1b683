import { coreOptionNames, MuxError, nearestName } from '@muxpool/core/adapter'
import type { Mysql2Module } from '../driver-members.ts'
import { driverOptionNames, ownOptionNames } from './option-names.ts'

/** What a user gave, in mysql2's words and in muxpool's. */
export type GivenOptions = { readonly [name: string]: unknown }

const optionNames: readonly string[] = [...coreOptionNames, ...driverOptionNames, ...ownOptionNames]

/**
 * One object of what was given as a URL, as options, or as both; the URL fills what the options leave empty, as in mysql2.
 * A wrong name among the options is refused with the nearest that is known. URLs are often shared with other programs:
 * a name of theirs is warned of, and left out.
 */
export function givenOptions(mysql2: Mysql2Module, options: string | GivenOptions): GivenOptions {
  const own = typeof options === 'string' ? { uri: options } : options
  if (own.credentials !== undefined && typeof own.credentials !== 'function')
    throw new MuxError('MUX_OPTION_RANGE', 'credentials: wants a function', { phase: 'init' })
  for (const name of unknownNames(own))
    throw new MuxError('MUX_OPTION_UNKNOWN', unknownMessage(name), { phase: 'init' })
  const { uri, ...given } = own
  if (typeof uri !== 'string' || uri === '') return given
  const parsed = mysql2.ConnectionConfig.parseUrl(uri)
  const foreign = unknownNames(parsed)
  if (foreign.length > 0)
    process.emitWarning(foreign.map(unknownMessage).join('; '), { type: 'MuxpoolWarning', code: 'MUX_OPTION_UNKNOWN' })
  const merged: { [name: string]: unknown } = { ...given }
  for (const [name, value] of Object.entries(parsed)) if (!merged[name] && !foreign.includes(name)) merged[name] = value
  return merged
}

function unknownNames(given: GivenOptions): readonly string[] {
  return Object.keys(given).filter((name) => given[name] !== undefined && !optionNames.includes(name))
}

function unknownMessage(name: string): string {
  const near = nearestName(name, optionNames)
  return `unknown option ${name}${near === null ? '' : `: did you mean ${near}?`}`
}

/** What the driver may read. It says something on the console for every name that it does not know. */
export function driverOptions(given: GivenOptions): GivenOptions {
  return Object.fromEntries(Object.entries(given).filter(([name]) => driverOptionNames.includes(name)))
}
