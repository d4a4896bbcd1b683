import { createMuxPool, type MuxPool, Observatory, systemClock } from '@muxpool/core/adapter'
import { mysqlEngine } from '@muxpool/core/mysql'
import type { ConnectionOptions } from '../connector.ts'
import { MysqlDriver } from '../driver.ts'
import type { Mysql2Connection, Mysql2Module } from '../driver-members.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'
import type { Bounded } from './core-options.ts'

/** What stands behind a face: core and its observer. */
export interface EngineRoom {
  readonly pool: MuxPool<MysqlWire, MysqlTicket>
  readonly observatory: Observatory
}

export interface EngineRoomParts {
  readonly mysql2: Mysql2Module
  readonly bounded: Bounded
  readonly config: () => ConnectionOptions | Promise<ConnectionOptions>
  /** A connection was opened. */
  readonly announce: (connection: Mysql2Connection) => void
}

export function engineRoom({ mysql2, bounded, config, announce }: EngineRoomParts): EngineRoom {
  const { options, live } = bounded
  const engine = mysqlEngine({ maxClassifiedBytes: options.maxClassifiedBytes })
  const warn = (message: string, code: string): void => process.emitWarning(message, { type: 'MuxpoolWarning', code })
  const observatory = new Observatory({
    name: options.name,
    clock: systemClock,
    sessions: () => pool.sessions,
    avoid: (rule) => engine.avoid(rule),
    warn,
  })
  const { initQuery } = options
  const driver = new MysqlDriver({
    mysql2,
    engine,
    hooks: { initQuery: initQuery === null ? [] : [initQuery].flat(), onConnect: null, announce },
    config,
    removed: () => {},
  })
  const pool: MuxPool<MysqlWire, MysqlTicket> = createMuxPool(driver, options, {
    observer: observatory,
    ...(live === null ? {} : { live }),
    onLambda: process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined,
    warn,
  })
  return { pool, observatory }
}
