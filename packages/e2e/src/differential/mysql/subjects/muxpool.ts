import { createPool } from '@muxpool/mysql2/promise'
import type { Subject, SubjectOptions } from '../../subject.ts'
import { connectionOptions } from '../connection-options.ts'
import type { MysqlPool } from '../subject.ts'

const open = async (
  connectionString: string,
  { connections }: SubjectOptions,
  profile: 'muxpool' | 'session',
): Promise<MysqlPool> => {
  const pool = createPool({ ...connectionOptions(connectionString), maxConnections: connections, profile })
  return Object.assign(pool as unknown as MysqlPool, { snapshot: () => pool.pool.snapshot() })
}

export const muxpool: Subject<MysqlPool> = {
  name: 'muxpool',
  open: (connectionString, options) => open(connectionString, options, 'muxpool'),
}

/** Pins at the first statement: right by construction, so a difference here is one of the face or of the reset. */
export const muxpoolSession: Subject<MysqlPool> = {
  name: 'muxpool-session',
  pinsAlways: true,
  open: (connectionString, options) => open(connectionString, options, 'session'),
}
