import { Duplex } from 'node:stream'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { createPool, type Pool, type PoolOptions } from '../../src/index.ts'

const pools: Pool[] = []
const open = (options: PoolOptions): Pool => {
  const pool = createPool({ connectTimeoutMillis: 60_000, connectionBorrowTimeoutMillis: 120_000, ...options })
  pools.push(pool)
  return pool
}
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
})

/** A socket that nobody can connect: it says nothing, not even that it is closed. */
class DeadSocket extends Duplex {
  constructor() {
    super({ emitClose: false })
  }
  setNoDelay(): void {}
  connect(): never {
    throw new Error('no way out')
  }
  override _read(): void {}
}

/** What fails before there is a socket: pg has nothing then that could end. */
const failures: { readonly [what: string]: { readonly options: PoolOptions; readonly message: RegExp } } = {
  'a port out of range': { options: { host: '127.0.0.1', port: 70_000 }, message: /port/i },
  'a stream that throws': {
    options: {
      stream: () => {
        throw new Error('no stream today')
      },
    },
    message: /no stream today/,
  },
  'a client class that throws': {
    options: {
      Client: class {
        constructor() {
          throw new Error('no client today')
        }
      } as never,
    },
    message: /no client today/,
  },
  'a client that was connected before': {
    options: {
      Client: class extends pg.Client {
        constructor(config: pg.ClientConfig) {
          super(config)
          Object.assign(this, { _connected: true })
        }
      } as never,
    },
    message: /already been connected/,
  },
  'a name that nobody knows': { options: { host: 'no-such-host.invalid' }, message: /ENOTFOUND|EAI_AGAIN/ },
}

describe('an attempt that fails before there is a socket', () => {
  test.each(Object.entries(failures))('says its cause at once: %s', async (_, { options, message }) => {
    const pool = open(options)
    const begun = performance.now()
    await expect(pool.query('select 1')).rejects.toThrow(message)
    await expect(pool.connect()).rejects.toThrow(message)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(pool.totalCount).toBe(0)
  })

  test('ends at the deadline when its stream does not even say that it is closed', async () => {
    const pool = open({ stream: () => new DeadSocket(), connectTimeoutMillis: 200 })
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'MUX_CONNECT_TIMEOUT' })
  })
})

describe('hooks that throw', () => {
  test('a listener of connect fails the attempt, and leaves no connection behind', async () => {
    const pool = open({ connectionString: sharedPostgres(18) })
    pool.once('connect', () => {
      throw new Error('no')
    })
    await expect(pool.query('select 1')).rejects.toThrow('no')
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    expect(pool.totalCount).toBe(1)
  })
})
