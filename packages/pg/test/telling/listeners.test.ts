import { setImmediate as turn } from 'node:timers/promises'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPool, Pool } from '../../src/index.ts'

const crashes: Error[] = []
const warnings: (Error & { code?: string })[] = []
const collect = (error: Error): unknown => crashes.push(error)
const hear = (warning: Error): unknown => warnings.push(warning)
let theirs: NodeJS.UncaughtExceptionListener[] = []
const pools: Pool[] = []

beforeEach(() => {
  theirs = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', collect)
  process.on('warning', hear)
})
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
  process.removeAllListeners('uncaughtException')
  process.off('warning', hear)
  for (const listener of theirs) process.on('uncaughtException', listener)
  crashes.splice(0)
  warnings.splice(0)
})

function open(): Pool {
  const pool = createPool({ connectionString: sharedPostgres(18), maxConnections: 1 })
  pools.push(pool)
  return pool
}

function fail(): never {
  throw new Error('thrown by a listener')
}

/** Ends the connection of a session from the side of the server. */
async function kill(pool: Pool, pid: number): Promise<void> {
  const other = new Pool({ connectionString: sharedPostgres(18) })
  const gone = new Promise<void>((resolve) => pool.events.once('connectionLost', () => resolve()))
  await other.query('select pg_terminate_backend($1)', [pid])
  await gone
  await other.end()
}

const one = async (pool: Pool): Promise<unknown> => (await pool.query('select 1 as one')).rows

describe('a listener that throws', () => {
  test.each(['borrow', 'return', 'connectionOpen', 'pin', 'unpin', 'stateDiscarded'] as const)(
    'on events, %s, crashes nothing and stops nothing',
    async (event) => {
      const pool = open()
      pool.events.on(event, fail)
      const client = await pool.connect()
      await client.query("set work_mem = '7MB'")
      client.release()
      expect(await one(pool)).toEqual([{ one: 1 }])
      while (warnings.length === 0) await turn()
      expect(warnings.map(({ code }) => code)).toEqual(['MUX_LISTENER_THREW'])
      expect(crashes).toEqual([])
    },
  )

  test.each(['remove', 'error'] as const)(
    'on %s of the pool is heard by the process, and stops nothing',
    async (event) => {
      const pool = open()
      pool.on(event, fail)
      const {
        rows: [{ pid }],
      } = await pool.query('select pg_backend_pid() as pid')
      await kill(pool, pid)
      while (crashes.length === 0) await turn()
      expect(crashes[0]?.message).toBe('thrown by a listener')
      expect(await one(pool)).toEqual([{ one: 1 }])
      await pool.end()
      pools.splice(0)
      expect(pool.ended).toBe(true)
    },
  )

  test.each(['error', 'end'] as const)(
    'on %s of a client is heard by the process, and breaks no state',
    async (event) => {
      const pool = open()
      const client = await pool.connect()
      client.on('error', () => undefined)
      client.on(event, fail)
      await client.query('begin')
      const {
        rows: [{ pid }],
      } = await client.query('select pg_backend_pid() as pid')
      await kill(pool, pid)
      while (crashes.length === 0) await turn()
      await expect(client.query('select 1')).rejects.toMatchObject({ code: 'MUX_SESSION_BROKEN' })
      await client.query('rollback')
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
      client.release()
      expect(await one(pool)).toEqual([{ one: 1 }])
    },
  )

  test('on acquire tells the caller, and leaves no session open', async () => {
    const pool = open()
    await pool.query('select 1')
    pool.once('acquire', fail)
    await expect((async () => pool.connect())()).rejects.toThrow('thrown by a listener')
    expect(pool.snapshot().clientConnections).toBe(0)
    pool.once('acquire', fail)
    await expect(pool.query('select 1')).rejects.toThrow('thrown by a listener')
    expect(pool.snapshot().clientConnections).toBe(0)
  })

  test('on release tells the caller, and leaves no session open', async () => {
    const pool = open()
    const client = await pool.connect()
    await client.query('begin')
    pool.once('release', fail)
    expect(() => client.release()).toThrow('thrown by a listener')
    expect(await one(pool)).toEqual([{ one: 1 }])
    expect(pool.snapshot().clientConnections).toBe(0)
  })
})
