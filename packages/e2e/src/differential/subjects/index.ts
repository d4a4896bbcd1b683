import type { Subject } from '../subject.ts'
import { leakyPool } from './leaky-pool.ts'
import { muxpool, muxpoolSession } from './muxpool.ts'
import { pgPoolForEverySession } from './pg-pool.ts'
import { privateConnections } from './private.ts'

export const subjects: readonly Subject[] = [
  privateConnections,
  pgPoolForEverySession,
  leakyPool,
  muxpool,
  muxpoolSession,
]

export { leakyPool, muxpool, muxpoolSession, pgPoolForEverySession, privateConnections }
