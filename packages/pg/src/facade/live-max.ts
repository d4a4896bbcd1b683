import type { LiveBound } from '@muxpool/core/adapter'
import type { GivenOptions } from './options.ts'

/** The largest bound that the options take. */
const mostConnections = 100_000

/**
 * pg reads `pool.options.max` each time it may open a connection, and programs change it. So does muxpool, unless its
 * own names bound the pool.
 * @param checked the bound as the options said it at first.
 * @returns null: as the options say, for good.
 */
export function liveMax(
  checked: number | null,
  given: GivenOptions,
  live: { readonly max?: unknown },
): LiveBound | null {
  if (given.maxConnections != null || given.maxConnectionsPercent != null) return null
  const first = live.max
  return {
    maxConnections: () => (live.max === first ? checked : asBound(live.max)),
    ceiling: mostConnections,
  }
}

/** A number as pg compares it; null, and so the default, for what bounds nothing. */
function asBound(max: unknown): number | null {
  const connections = Math.ceil(Number(max))
  return connections >= 1 ? Math.min(connections, mostConnections) : null
}
