import { type Boundary, MuxError, type Settled } from '@muxpool/core/adapter'
import type { Carrier } from './carrier.ts'
import type { Cargo, MysqlTicket } from './ticket.ts'

/** Nearly every boundary is this one. */
export const fineOutside: Boundary = { tx: 'none', fate: 'ok', error: null }

/** What a connection is busy with: one thing at a time, from writing it until the server has answered everything. */
export abstract class Job {
  readonly carrier: Carrier
  readonly cargo: Cargo

  constructor(carrier: Carrier, cargo: Cargo) {
    this.carrier = carrier
    this.cargo = cargo
  }

  /** Null: it is the pool's own. */
  abstract readonly ticket: MysqlTicket | null
  abstract settle(boundary: Boundary): void
}

/** A session's statement. */
export class SessionJob extends Job {
  readonly ticket: MysqlTicket
  readonly #settled: Settled<MysqlTicket>

  constructor(carrier: Carrier, ticket: MysqlTicket, settled: Settled<MysqlTicket>) {
    super(carrier, ticket)
    this.ticket = ticket
    this.#settled = settled
  }

  settle(boundary: Boundary): void {
    this.#settled(this.ticket, boundary)
  }
}

export class ControlJob extends Job {
  readonly ticket = null
  readonly settle: (boundary: Boundary) => void

  constructor(carrier: Carrier, cargo: Cargo, settle: (boundary: Boundary) => void) {
    super(carrier, cargo)
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
