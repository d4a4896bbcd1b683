import { type Dialect, familyRules } from './dialect.ts'

export interface MysqlClassifyOptions {
  /** Default: either, and what either would do counts. */
  readonly server?: Dialect['family']
  /** As the server tells it, e.g. `8.0.36` or `10.11.18-MariaDB`; default: any version, as `server` says. */
  readonly serverVersion?: string
  /** The session's `sql_mode`; default: any, and what a text does under any of them counts. */
  readonly sqlMode?: string
  /** Longer texts (UTF-8 bytes) are unknown without being read; default 1,048,576. */
  readonly maxClassifiedBytes?: number
}

/** Over so many ways to read a text it counts as one that can't be read. */
const maxReadings = 24

const ansiModes = /\b(ansi|ansi_quotes|mssql|oracle|postgresql|db2|maxdb)\b/i
const newest = 999_999

/**
 * The dialects in which the text may be read, the likeliest first; null: too many. Most texts hold nothing that any two
 * of them would read differently, and have one.
 */
export function readingsOf(text: string, options: MysqlClassifyOptions): readonly Dialect[] | null {
  const escapes = text.includes('\\') ? either(options.sqlMode, /\bno_backslash_escapes\b/i).map((no) => !no) : [true]
  const quotes = text.includes('"') ? either(options.sqlMode, ansiModes) : [false]
  const readings: Dialect[] = []
  for (const server of serversOf(text, options))
    for (const ansiQuotes of quotes)
      for (const backslashes of escapes) readings.push({ ...server, ansiQuotes, backslashes })
  return readings.length > maxReadings ? null : readings
}

function either(sqlMode: string | undefined, modes: RegExp): readonly boolean[] {
  return sqlMode === undefined ? [false, true] : [modes.test(sqlMode)]
}

type Server = Pick<Dialect, 'family' | 'version' | 'dollarQuotes'>

function serversOf(text: string, options: MysqlClassifyOptions): readonly Server[] {
  const families: readonly Dialect['family'][] = options.server === undefined ? ['mysql', 'mariadb'] : [options.server]
  const comments = text.includes('/*!') || text.includes('/*M!')
  const told = options.serverVersion === undefined ? null : versionOf(options.serverVersion)
  const dollars = text.includes('$') && /\$\w*\$/.test(text)
  if (!comments && !dollars) return [{ family: families[0] as Dialect['family'], version: newest, dollarQuotes: false }]
  return families.flatMap((family) => {
    const { dollarQuotesSince, oldest } = familyRules[family]
    const versions = told === null ? versionsIn(text, oldest) : [told]
    return versions.flatMap((version) => {
      const knows = dollars && dollarQuotesSince !== null && version >= dollarQuotesSince
      const sure = told !== null || dollarQuotesSince === null || !dollars
      const ways = sure ? [knows] : [true, false]
      return ways.map((dollarQuotes) => ({ family, version, dollarQuotes }))
    })
  })
}

/** Between two versions that the text asks for all servers are alike: one of each kind, the newest first. */
function versionsIn(text: string, oldest: number): readonly number[] {
  const asked = new Set<number>()
  for (const [, version] of text.matchAll(/\/\*M?!(\d{5,6})/g)) {
    if (Number(version) > oldest) asked.add(Number(version))
    if (asked.size > maxReadings) break
  }
  return [newest, ...[...asked].sort((one, other) => other - one).map((version) => version - 1)]
}

/** `8.0.36` is 80036, `10.11.18-MariaDB` is 101118. Null: it says none, and so may be any. */
function versionOf(told: string): number | null {
  const [, major, minor, patch] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(told) ?? []
  return major === undefined ? null : Number(major) * 10_000 + Number(minor) * 100 + Number(patch ?? 0)
}
