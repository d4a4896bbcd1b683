import { parseArgs } from 'node:util'
import { type PoolName, poolNames } from './pools.ts'
import { type Kind, kindTitles } from './statements.ts'

const kinds = Object.keys(kindTitles) as Kind[]

export interface Case {
  readonly kind: Kind
  readonly connections: number
}

export interface ThroughputArguments {
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

export function readThroughputArguments(): ThroughputArguments {
  const { values } = parseArgs({
    options: {
      pools: { type: 'string', default: 'muxpool,pg' },
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
  const [subject, peer, ...others] = values.pools.split(',').map((name) => known('pools', name, poolNames))
  if (subject === undefined || peer === undefined || others.length > 0) throw new Error('--pools: two names')
  const connections = values.connections.split(',').map((text) => positive('connections', text))
  return {
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
