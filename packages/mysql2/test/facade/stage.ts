import type { MysqlFlavour } from '@muxpool/test-servers'
import type { Connection as AdminConnection } from 'mysql2/promise'
import mysqlPromise from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { createPool } from '../../src/create-pool.ts'
import type { PoolOptions } from '../../src/facade/pool-options.ts'
import type { Pool } from '../../src/facade/pool-types.ts'
import type { PoolConnection } from '../../src/facade/session-types.ts'
import { disposeServers, serverOf } from '../mysql-subject.ts'

/** What answers a call of the driver with a callback: nothing is thrown. */
export interface Answer {
  readonly error: (Error & { code?: string; errno?: number; sql?: string; fate?: string; sqlState?: string }) | null
  // biome-ignore lint/suspicious/noExplicitAny: whatever the driver gives, for expectations
  readonly rows: any
  readonly fields: unknown
}

export interface FaceStage {
  readonly flavour: MysqlFlavour
  readonly url: string
  readonly admin: AdminConnection
  /** A pool that is ended behind the test. */
  pool(options?: PoolOptions): Pool
}

interface Asked {
  // biome-ignore lint/suspicious/noExplicitAny: all forms of the call
  query(...args: any[]): unknown
  // biome-ignore lint/suspicious/noExplicitAny: all forms of the call
  execute(...args: any[]): unknown
}

const answered = (call: (back: (error: Error | null, rows?: unknown, fields?: unknown) => void) => void) =>
  new Promise<Answer>((resolve) => call((error, rows, fields) => resolve({ error: error ?? null, rows, fields })))

export const query = (of: Asked, ...args: unknown[]): Promise<Answer> => answered((back) => of.query(...args, back))
export const execute = (of: Asked, ...args: unknown[]): Promise<Answer> => answered((back) => of.execute(...args, back))
/** Any method whose last argument is a callback. */
export const call = (of: object, method: string, ...args: unknown[]): Promise<Answer> =>
  answered((back) => (of as { [name: string]: (...given: unknown[]) => unknown })[method]?.(...args, back))

/** The rows, of a statement that must not fail. */
export async function rowsOf(of: Asked, ...args: unknown[]): Promise<unknown> {
  const { error, rows } = await query(of, ...args)
  expect(error).toBeNull()
  return rows
}

export const take = (pool: Pool): Promise<PoolConnection> =>
  new Promise((resolve, reject) => pool.getConnection((error, session) => (error ? reject(error) : resolve(session))))

export const ended = (pool: Pool): Promise<void> => new Promise((resolve) => pool.end(() => resolve()))

/** Runs the tests on both servers; nothing may throw into the process, and every pool comes to its end. */
export function facesOnBothServers(name: string, tests: (stage: () => FaceStage) => void): void {
  beforeAll(() => Promise.all([serverOf('mysql'), serverOf('mariadb')]))
  afterAll(disposeServers)
  describe.each(['mysql', 'mariadb'] as const)(`${name}, on %s`, (flavour) => {
    let stage: FaceStage
    const pools: Pool[] = []
    const uncaught: unknown[] = []
    const catches = (error: unknown): void => void uncaught.push(error)
    beforeEach(async () => {
      const server = await serverOf(flavour)
      const admin = await mysqlPromise.createConnection({ uri: server.url(), rowsAsArray: true })
      const pool: FaceStage['pool'] = (options = {}) => {
        pools.push(createPool({ uri: server.url(), ...options }))
        return pools.at(-1) as Pool
      }
      stage = { flavour, url: server.url(), admin, pool }
      uncaught.length = 0
      process.on('uncaughtException', catches)
    })
    afterEach(async () => {
      await Promise.all(pools.splice(0).map(ended))
      await stage.admin.end()
      process.off('uncaughtException', catches)
      expect(uncaught).toEqual([])
    })
    tests(() => stage)
  })
}
