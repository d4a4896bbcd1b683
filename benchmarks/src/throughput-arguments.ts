import { parseArgs } from 'node:util'
import { type EngineName, engineNames, type Kind, kinds, type PoolName, sideOf } from './engines/engine-side.ts'

export interface Case {
  readonly kind: Kind
  readonly connections: number
}

export interface ThroughputArguments {
  readonly engine: EngineName
  readonly pools: readonly [PoolName, PoolName]
  readonly cases: readonly Case[]
  readonly callers: number
  readonly runs: number
  /** Slices of each pool in a run. */
  readonly slices: number
  readonly sliceMillis: number
  readonly fsync: 'on' | 'off'
  readonly keep: boolean
}

export async function readThroughputArguments(): Promise<ThroughputArguments> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'postgres' },
      pools: { type: 'string' },
      kinds: { type: 'string', default: kinds.join(',') },
      connections: { type: 'string', default: '10,20' },
      callers: { type: 'string', default: '100' },
      runs: { type: 'string', default: '9' },
      slices: { type: 'string', default: '8' },
      'slice-millis': { type: 'string', default: '250' },
      fsync: { type: 'string', default: 'off' },
      keep: { type: 'boolean', default: false },
    },
  })
  const engine = known('engine', values.engine, engineNames)
  const { pools } = await sideOf(engine)
  const names = values.pools?.split(',').map((name) => known('pools', name, pools)) ?? pools.slice(0, 2)
  const [subject, peer, ...others] = names
  if (subject === undefined || peer === undefined || others.length > 0) throw new Error('--pools: two names')
  const connections = values.connections.split(',').map((text) => positive('connections', text))
  return {
    engine,
    pools: [subject, peer],
    cases: values.kinds
      .split(',')
      .flatMap((kind) => connections.map((n) => ({ kind: known('kinds', kind, kinds), connections: n }))),
    callers: positive('callers', values.callers),
    runs: positive('runs', values.runs),
    slices: positive('slices', values.slices),
    sliceMillis: positive('slice-millis', values['slice-millis']),
    fsync: known('fsync', values.fsync, ['on', 'off']),
    keep: values.keep,
  }
}

function known<T extends string>(option: string, text: string, names: readonly T[]): T {
  const name = names.find((candidate) => candidate === text)
  if (name === undefined) throw new Error(`--${option} ${text}: one of ${names.join(', ')}`)
  return name
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`--${option} ${text}: an integer above 0`)
}
