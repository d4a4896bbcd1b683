import { createRequire } from 'node:module'
import pg, * as namespace from 'pg'
import { describe, expect, test } from 'vitest'
import { Client, clientClassFor, createPool, Pool, poolClassFor } from '../../src/index.ts'

const require = createRequire(import.meta.url)

// Compiled and never run: where pg's classes are wanted, these stand.
export const poolClass: typeof pg.Pool = Pool
export const clientClass: typeof pg.Client = Client
export const pool = (): pg.Pool => createPool()
export const client = (): pg.Client => new Client()
export const poolClient = (): Promise<pg.PoolClient> => createPool().connect()
export class OwnPool extends Pool {
  ask(): Promise<pg.QueryResult<{ one: number }>> {
    return this.on('error', () => undefined).query('select 1 as one')
  }
}
export function members(): void {
  // @ts-expect-error options keep the types that pg gives them
  new Pool({ port: 'x' })
  // @ts-expect-error so do muxpool's
  new Pool({ maxConnections: 'x' })
  // @ts-expect-error and so do members
  createPool().totalCount = 3
}

describe('the classes for a copy of pg', () => {
  test.each([
    ['required', require('pg') as typeof pg],
    ['the default import', pg],
    ['the namespace', namespace],
  ])('are the exported ones for the copy that is found: %s', (_, module) => {
    expect(poolClassFor(module)).toBe(Pool)
    expect(clientClassFor(module)).toBe(Client)
    expect(createPool({ driver: module })).toBeInstanceOf(Pool)
  })

  test('are others for another copy', () => {
    const copy = { ...pg, Pool: class extends pg.Pool {}, Client: class extends pg.Client {} }
    expect(poolClassFor(copy)).not.toBe(Pool)
    expect(poolClassFor(copy)).toBe(poolClassFor(copy))
    expect(new (poolClassFor(copy))()).toBeInstanceOf(copy.Pool)
  })

  test('extend the classes of that copy', () => {
    expect(new Pool()).toBeInstanceOf(pg.Pool)
    expect(Pool.prototype).toBeInstanceOf(pg.Pool)
  })
})
