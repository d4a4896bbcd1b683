import { parseArgs } from 'node:util'

export type SubjectName = 'muxpool' | 'driver'
export type EngineName = 'postgres' | 'mysql' | 'mariadb'

export interface DemoArguments {
  /** Each has one session at a time. */
  readonly callers: number
  readonly connections: number
  /** Length of the measured run on each pool. */
  readonly seconds: number
  /** Multiplies every think time. 0: no caller ever pauses. */
  readonly think: number
  readonly seed: number
  readonly engine: EngineName
  readonly subjects: readonly SubjectName[]
}

export const usage = `npm run demo -- [options]
  --sessions N      callers, each with one session at a time (1000)
  --connections N   most connections of a pool (8)
  --seconds N       length of the run on each pool (15)
  --think X         factor on every think time; 0 is no pause at all (1)
  --seed N          seed of the random choices (1)
  --engine NAME     postgres, mysql or mariadb (postgres)
  --pool NAME       both, muxpool, or the driver's own: pg or mysql2 (both)`

export class ArgumentError extends Error {}

const drivers: ReadonlyMap<string, 'pg' | 'mysql2'> = new Map<EngineName, 'pg' | 'mysql2'>([
  ['postgres', 'pg'],
  ['mysql', 'mysql2'],
  ['mariadb', 'mysql2'],
])

const poolsWith = (driver: string): ReadonlyMap<string, readonly SubjectName[]> =>
  new Map<string, readonly SubjectName[]>([
    ['both', ['muxpool', 'driver']],
    ['muxpool', ['muxpool']],
    [driver, ['driver']],
  ])

/** Throws an ArgumentError that names the option and its range. */
export function readArguments(args: readonly string[]): DemoArguments | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  const driver = drivers.get(values.engine)
  if (driver === undefined) {
    throw new ArgumentError(`--engine ${values.engine}: one of ${[...drivers.keys()].join(', ')}`)
  }
  const pools = poolsWith(driver)
  const subjects = pools.get(values.pool)
  if (subjects === undefined) throw new ArgumentError(`--pool ${values.pool}: one of ${[...pools.keys()].join(', ')}`)
  return {
    callers: numberIn('sessions', values.sessions, 2, 100_000, 'integer'),
    connections: numberIn('connections', values.connections, 1, 90, 'integer'),
    seconds: numberIn('seconds', values.seconds, 1, 3600),
    think: numberIn('think', values.think, 0, 100),
    seed: numberIn('seed', values.seed, 0, 0x7fffffff, 'integer'),
    engine: values.engine as EngineName,
    subjects,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        sessions: { type: 'string', default: '1000' },
        connections: { type: 'string', default: '8' },
        seconds: { type: 'string', default: '15' },
        think: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        engine: { type: 'string', default: 'postgres' },
        pool: { type: 'string', default: 'both' },
      },
    })
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error))
  }
}

function numberIn(option: string, text: string, least: number, most: number, kind?: 'integer'): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= least && value <= most && (kind !== 'integer' || Number.isInteger(value))) return value
  throw new ArgumentError(`--${option} ${text}: ${kind ?? 'number'} from ${least} to ${most}`)
}
