import { randomBytes } from 'node:crypto'
import {
  createMuxPool,
  guarded,
  type LiveBound,
  type MuxPool,
  Observatory,
  type PoolOptions,
  systemClock,
} from '@muxpool/core/adapter'
import { postgresEngine } from '@muxpool/core/postgres'
import { PgDriver } from '../driver.ts'
import type { PgClient, PgModule } from '../driver-members.ts'
import type { ConnectionHooks } from '../hooks.ts'
import { SharedNames } from '../statement-names.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import { clientConfig, type GivenOptions, initStatements } from './options.ts'
import { QueryMaker } from './run-query.ts'

/** What stands behind a face: core, its observer, and the maker of statements. */
export interface EngineRoom {
  readonly pool: MuxPool<PgWire, PgTicket>
  readonly observatory: Observatory
  readonly maker: QueryMaker
  /** What the server reported when the last connection was opened. */
  parameters(): Iterable<[string, string]>
}

export interface EngineRoomParts {
  readonly pg: PgModule
  readonly given: GivenOptions
  readonly options: PoolOptions
  readonly clientClass: () => new (config: object) => PgClient
  readonly hooks: Omit<ConnectionHooks, 'initQuery'>
  /** A connection is closed. */
  readonly removed: (client: PgClient) => void
  readonly lost?: (error: Error | null, place: string) => void
  /** pg-pool's option: called with a line. */
  readonly log: unknown
  readonly live: LiveBound | null
}

export function engineRoom(parts: EngineRoomParts): EngineRoom {
  const { pg, given, options, log, live } = parts
  const engine = postgresEngine({ maxClassifiedBytes: options.maxClassifiedBytes })
  const warn = (message: string, code: string): void => process.emitWarning(message, { type: 'MuxpoolWarning', code })
  const observatory = new Observatory({
    name: options.name,
    clock: systemClock,
    sessions: () => pool.sessions,
    avoid: (rule) => engine.avoid(rule),
    warn,
    lost: (error, place) => guarded(() => parts.lost?.(error, place)),
    ...(typeof log === 'function' ? { log: (line: string) => guarded(() => log(line)) } : {}),
  })
  const driver = new PgDriver({
    pg,
    engine,
    hooks: { ...parts.hooks, initQuery: initStatements(options) },
    config: () => clientConfig(given),
    stream: given.stream,
    clientClass: parts.clientClass,
    removed: parts.removed,
  })
  const pool: MuxPool<PgWire, PgTicket> = createMuxPool(driver, options, {
    observer: observatory,
    ...(live === null ? {} : { live }),
    onLambda: process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined,
    warn,
  })
  return {
    pool,
    observatory,
    maker: new QueryMaker(pg, new SharedNames(randomBytes(16).toString('hex'))),
    parameters: () => driver.parameters,
  }
}
