import { MuxError, type MuxPool } from '@muxpool/core/adapter'
import type { Mysql2PoolConfig } from '../driver-members.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'

/**
 * mysql2's `waitForConnections` and `queueLimit`, read anew each time: who gets a connection that is idle, opening or may
 * be opened does not count as waiting.
 * @returns why a statement may not wait for a connection; null: it may, or need not.
 */
export function refusalToWait(pool: MuxPool<MysqlWire, MysqlTicket>, config: Mysql2PoolConfig): Error | null {
  const { waitForConnections, queueLimit } = config
  if (waitForConnections && !queueLimit) return null
  const { places, waiting, limit } = pool.state()
  const { opening, idle, leased, probing, settling, resetting, quarantined } = places
  const inUse = leased + probing + settling + resetting + quarantined
  const behind = waiting + 1 - Math.max(limit - inUse, opening + idle)
  if (behind <= 0) return null
  if (!waitForConnections) return refused('No connections available.')
  return behind > queueLimit ? refused('Queue limit reached.') : null
}

const refused = (text: string): MuxError => new MuxError('MUX_QUEUE_FULL', text, { phase: 'queue' })
