import { checkOptions, coreOptionNames, type LiveBound, type PoolOptions } from '@muxpool/core/adapter'
import type { Mysql2PoolConfig } from '../driver-members.ts'
import type { GivenOptions } from './given-options.ts'

/** The largest bound that the options take. */
const mostConnections = 100_000
const day = 86_400_000
/** mysql2's own: https://sidorares.github.io/node-mysql2/docs/examples/connections/create-connection */
const connectMillis = 10_000

export interface Bounded {
  readonly options: PoolOptions
  /** Null: as the options say, for good. */
  readonly live: LiveBound | null
}

/** mysql2's names with mysql2's meaning; muxpool's own names win where both are given. */
export function coreOptions(given: GivenOptions, config: Mysql2PoolConfig): Bounded {
  const translated: { [name: string]: unknown } = {
    connectTimeoutMillis: milliseconds(given.connectTimeout) ?? connectMillis,
    idleConnectionTimeoutMillis: milliseconds(given.idleTimeout),
    maxIdleConnectionsPercent: idlePercent(given, config),
  }
  for (const name of coreOptionNames) if (given[name] !== undefined) translated[name] = given[name]
  const bounds = given.maxConnections != null || given.maxConnectionsPercent != null
  return { options: checkOptions(translated), live: bounds ? null : liveLimit(config) }
}

/** mysql2 only compares its numbers, which often come from the environment. 0 is no limit. */
function milliseconds(value: unknown): number | undefined {
  const number = Number(value)
  return number > 0 ? Math.min(Math.ceil(number), day) : undefined
}

function idlePercent(given: GivenOptions, { connectionLimit }: Mysql2PoolConfig): number | undefined {
  if (given.maxIdle === undefined || connectionLimit === 0) return undefined
  const percent = (100 * Number(given.maxIdle)) / connectionLimit
  return Number.isNaN(percent) ? undefined : Math.min(Math.max(percent, 0), 100)
}

/** mysql2 reads `pool.config.connectionLimit` each time it may open a connection, and programs change it. */
function liveLimit(config: Mysql2PoolConfig): LiveBound {
  return { maxConnections: () => asBound(config.connectionLimit), ceiling: mostConnections }
}

/** 0 is no limit, and whatever is no number from 1 on. */
function asBound(connectionLimit: unknown): number {
  const connections = Math.ceil(Number(connectionLimit))
  return connections >= 1 ? Math.min(connections, mostConnections) : mostConnections
}
