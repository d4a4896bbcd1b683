import { type Boundary, MuxError } from '@muxpool/core/adapter'
import type { Carrier } from './carrier.ts'
import type { Cargo, MysqlTicket } from './ticket.ts'

/** What a connection is busy with: one thing at a time, from writing it until the server has answered everything. */
export interface Job {
  readonly carrier: Carrier
  readonly cargo: Cargo
  /** Null: it is the pool's own. */
  readonly ticket: MysqlTicket | null
  readonly settle: (boundary: Boundary) => void
}

/** As the driver says it where nobody knows why. */
export function lost(): Error {
  return Object.assign(new Error('Connection lost: The server closed the connection.'), {
    code: 'PROTOCOL_CONNECTION_LOST',
    fatal: true,
  })
}

export function unusable(): MuxError {
  return new MuxError('MUX_CONNECTION_LOST', 'the connection is busy or closed', { phase: 'validate' })
}
