import type { PoolOptions } from '@muxpool/core/adapter'
import type { GivenOptions } from './options.ts'

/** The largest bound that the options take. */
const mostConnections = 100_000

/**
 * pg reads `pool.options.max` each time it may open a connection, and programs change it. So does muxpool, unless its
 * own names bound the pool.
 * @returns `ceiling`: the hard bound under which the live one may move; undefined: as the options say.
 */
export function liveMax(
  options: PoolOptions,
  given: GivenOptions,
  live: { readonly max?: unknown },
): { readonly options: PoolOptions; readonly ceiling?: number } {
  if (given.maxConnections != null || given.maxConnectionsPercent != null) return { options }
  const first = live.max
  const bound = Object.defineProperty({ ...options }, 'maxConnections', {
    enumerable: true,
    get: () => (live.max === first ? options.maxConnections : asBound(live.max)),
  })
  return { options: bound, ceiling: mostConnections }
}

/** A number as pg compares it; null, and so the default, for what bounds nothing. */
function asBound(max: unknown): number | null {
  const connections = Math.ceil(Number(max))
  return connections >= 1 ? Math.min(connections, mostConnections) : null
}
