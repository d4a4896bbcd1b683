import { EventEmitter } from 'node:events'
import { MuxError } from '@muxpool/core/adapter'
import type { PgModule } from '../driver-members.ts'
import type { GivenOptions } from './options.ts'

/** Where connections go, as pg works it out of options, connection string and environment. */
export interface TargetView {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly ssl: unknown
}

/** Asked of a client that is never connected: pg opens nothing before connect(). */
export function targetOf(pg: PgModule, given: GivenOptions): TargetView {
  // With a connection of its own it makes none: a stream that the caller gave is for real ones.
  const client = new pg.Client({ ...given, password: given.password, connection: new EventEmitter() })
  if (client.connection === undefined || given.native === true)
    throw new MuxError(
      'MUX_DRIVER_UNSUPPORTED',
      'pg.native does not show the transaction state: use the JavaScript driver',
      { phase: 'init' },
    )
  const { host, port, user, database, ssl } = client as unknown as TargetView
  return { host, port, user, database, ssl }
}
