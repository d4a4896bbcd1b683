import type * as mysql2 from 'mysql2'
import type * as promises from 'mysql2/promise'
import { driverModule, moduleOf } from './driver-module.ts'
import { connectionClassFor } from './facade/connection-face.ts'
import { givenOptions } from './facade/given-options.ts'
import type { PoolOptions } from './facade/pool-options.ts'
import type { Connection } from './facade/session-types.ts'

/**
 * A session of its own, with the members of mysql2's Connection. Those of equal options share physical connections, as
 * many as the server allows, which are closed with the last of them.
 * @param options or a URL, whose parameters are options.
 * @throws as `createPool`
 */
export function createConnection(options: PoolOptions | string): Connection {
  const { driver = driverModule, ...given } = typeof options === 'string' ? { uri: options } : options
  const module = moduleOf(driver)
  const Face = connectionClassFor(module)
  return new Face(givenOptions(module, given)) as unknown as Connection
}

/** @returns what resolves with a connection once the server was reached; rejects with why it could not be. */
export function createPromiseConnection(options: PoolOptions | string): Promise<promises.Connection> {
  const { Promise: implementation, ...given } = typeof options === 'string' ? { uri: options } : options
  const Chosen = (implementation as PromiseConstructor | undefined) ?? Promise
  const connection = createConnection(given)
  return new Chosen((resolve, reject) => {
    connection.once('connect', () => resolve(connection.promise(Chosen)))
    connection.once('error', (error: mysql2.QueryError) => reject(error))
  })
}
