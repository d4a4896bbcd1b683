import type { Session } from '@muxpool/core/adapter'
import type { Carrier } from '../carrier.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'

export type PoolSession = Session<MysqlWire, MysqlTicket>

/** Stops the packets of the session's own statement; what the pool itself runs on the connection is not the session's. */
export function pauseReading({ wire, active }: PoolSession): void {
  if (wire !== null && active !== null && (wire.job as Carrier | null)?.ticket === active) wire.connection.pause()
}

export function resumeReading({ wire }: PoolSession): void {
  if (wire?.connection._paused) wire.connection.resume()
}
