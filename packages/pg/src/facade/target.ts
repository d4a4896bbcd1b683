import { EventEmitter } from 'node:events'
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
  const { host, port, user, database, ssl } = new pg.Client({
    ...given,
    password: given.password,
    connection: new EventEmitter(),
  }) as unknown as TargetView
  return { host, port, user, database, ssl }
}
