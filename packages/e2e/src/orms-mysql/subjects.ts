import * as mux from '@muxpool/mysql2'
import * as muxPromise from '@muxpool/mysql2/promise'
import mysql2, { type Pool } from 'mysql2'
import mysql2Promise from 'mysql2/promise'
import type { Program as AnyProgram, World as AnyWorld } from '../orms/program.ts'

/** What a program gets in the place of `import mysql2 from 'mysql2'`. */
export type Mysql2Module = typeof mysql2
export type PromiseModule = typeof mysql2Promise

export interface MysqlSubject {
  readonly name: 'mysql2' | 'muxpool'
  /** Ids of what it does otherwise than the driver, by its own account. */
  readonly deviations: readonly { readonly id: string }[]
  readonly driver: Mysql2Module
  readonly promises: PromiseModule
  /** Connections that somebody holds now. */
  borrowed(pool: Pool): number
  /** How often sessions were pinned, by reason. Always empty for the driver itself. */
  pins(pool: Pool): Readonly<Record<string, number>>
}

export type Program = AnyProgram<MysqlSubject>
export type World = AnyWorld<MysqlSubject>

interface Lists {
  readonly _allConnections: { readonly length: number }
  readonly _freeConnections: { readonly length: number }
}

export const realMysql2: MysqlSubject = {
  name: 'mysql2',
  deviations: [],
  driver: mysql2,
  promises: mysql2Promise,
  borrowed(pool) {
    const { _allConnections, _freeConnections } = pool as unknown as Lists
    return _allConnections.length - _freeConnections.length
  },
  pins: () => ({}),
}

type MuxPool = ReturnType<typeof mux.createPool>

const snapshotOf = (pool: Pool): ReturnType<MuxPool['snapshot']> => (pool as unknown as MuxPool).snapshot()

export const muxpool: MysqlSubject = {
  name: 'muxpool',
  deviations: mux.deviations,
  // Only its own exports, as a user would write `import * as mysql2 from '@muxpool/mysql2'`.
  driver: { ...mux } as unknown as Mysql2Module,
  promises: { ...muxPromise } as unknown as PromiseModule,
  borrowed: (pool) => snapshotOf(pool).databaseConnectionsCurrentlyBorrowed,
  pins: (pool) => snapshotOf(pool).pinsByReason,
}
