import { type Boundary, MuxError, type Settled } from '@muxpool/core/adapter'
import { Carrier, type CarrierListener } from './carrier.ts'
import type { Cargo, MysqlTicket } from './ticket.ts'

/** Nearly every boundary is this one. */
export const fineOutside: Boundary = { tx: 'none', fate: 'ok', error: null }

/** A session's statement. */
export class SessionCarrier extends Carrier {
  readonly ticket: MysqlTicket
  readonly #settled: Settled<MysqlTicket>

  constructor(ticket: MysqlTicket, settled: Settled<MysqlTicket>, listener: CarrierListener) {
    super(ticket, listener)
    this.ticket = ticket
    this.#settled = settled
  }

  settle(boundary: Boundary): void {
    this.#settled(this.ticket, boundary)
  }
}

export class ControlCarrier extends Carrier {
  readonly ticket = null
  readonly settle: (boundary: Boundary) => void

  constructor(cargo: Cargo, settle: (boundary: Boundary) => void, listener: CarrierListener) {
    super(cargo, listener)
    this.settle = settle
  }
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
