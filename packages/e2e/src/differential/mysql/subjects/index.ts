import type { Subject } from '../../subject.ts'
import type { MysqlPool } from '../subject.ts'
import { leakyPool } from './leaky-pool.ts'
import { muxpool, muxpoolSession } from './muxpool.ts'
import { mysql2PoolForEverySession } from './mysql2-pool.ts'
import { privateConnections } from './private.ts'

export const mysqlSubjects: readonly Subject<MysqlPool>[] = [
  privateConnections,
  mysql2PoolForEverySession,
  leakyPool,
  muxpool,
  muxpoolSession,
]

export { muxpool, privateConnections }
