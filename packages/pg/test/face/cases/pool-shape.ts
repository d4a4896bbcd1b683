import { EventEmitter } from 'node:events'
import { inspect } from 'node:util'
import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'

const shape = (value: object): { own: string; name: string; prototypes: string[] } => {
  const prototypes: string[] = []
  for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    prototypes.push(at.constructor.name)
  }
  return { own: value.constructor.name, name: (value.constructor as { name: string }).name, prototypes }
}

export const poolShapeCases: readonly FaceCase[] = [
  {
    id: 'pool.class',
    members: ['pool.constructor', 'module.Pool'],
    run: (w) => {
      const pool = w.pool()
      return {
        name: w.driver.Pool.name,
        ofInstance: pool.constructor.name,
        constructorIsTheExport: pool.constructor === (w.module as { Pool: unknown }).Pool,
        instanceOfExport: pool instanceof w.driver.Pool,
        instanceOfPgPool: pool instanceof pg.Pool,
        emitter: pool instanceof EventEmitter,
        nearestWithPool: shape(pool).prototypes.find((name) => name.includes('Pool')) !== undefined,
      }
    },
  },
  {
    id: 'pool.constructing-opens-nothing',
    members: ['pool:connect', 'pool.totalCount', 'pool.idleCount', 'pool.waitingCount', 'pool.expiredCount'],
    run: async (w) => {
      const pool = w.pool({ min: 3 })
      let connects = 0
      pool.on('connect', () => connects++)
      await w.roundTrips()
      return {
        connects,
        backends: (await w.backends()).length,
        total: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
        expired: pool.expiredCount,
      }
    },
  },
  {
    id: 'pool.options-defaults',
    members: ['pool.options'],
    run: (w) => {
      const { max, min, maxUses, allowExitOnIdle, maxLifetimeSeconds, idleTimeoutMillis } = w.pool().options
      return { max, min, maxUses, allowExitOnIdle, maxLifetimeSeconds, idleTimeoutMillis }
    },
  },
  {
    id: 'pool.options-normalised',
    members: ['pool.options'],
    run: (w) => ({
      poolSize: w.pool({ poolSize: 4 }).options.max,
      maxWins: w.pool({ poolSize: 4, max: 6 }).options.max,
      zeroIsDefault: w.pool({ max: 0 }).options.max,
      idleZeroIsKept: w.pool({ idleTimeoutMillis: 0 }).options.idleTimeoutMillis,
      nullMin: w.pool({ min: null }).options.min,
    }),
  },
  {
    id: 'pool.options-is-a-copy',
    members: ['pool.options'],
    run: (w) => {
      const given: Record<string, unknown> = w.options({ max: 3, ofNobody: 'kept' })
      const before = Object.keys(given)
      const pool = w.adopt(new w.driver.Pool(given))
      return {
        same: (pool.options as unknown) === given,
        givenUntouched: Object.keys(given).length === before.length,
        unknownKept: pool.options.ofNobody,
        keys: Object.keys(pool.options).sort(),
      }
    },
  },
  {
    id: 'pool.options-password-hidden',
    members: ['pool.options'],
    run: (w) => {
      const pool = w.pool({ password: 'very-secret', ssl: false })
      return {
        value: pool.options.password,
        own: Object.getOwnPropertyDescriptor(pool.options, 'password'),
        json: JSON.stringify(pool.options).includes('very-secret'),
        inspected: inspect(pool, { depth: 6, showHidden: false }).includes('very-secret'),
      }
    },
  },
  {
    id: 'pool.options-ssl-key-hidden',
    members: ['pool.options'],
    run: (w) => {
      const pool = w.pool({ ssl: { key: 'very-secret', rejectUnauthorized: false } })
      const ssl = pool.options.ssl as { key: string }
      return { key: ssl.key, keys: Object.keys(ssl), json: JSON.stringify(pool.options).includes('very-secret') }
    },
  },
  {
    id: 'pool.fields',
    members: ['pool.ending', 'pool.ended', 'pool.Client', 'pool.Promise', 'pool.log'],
    run: (w) => {
      const pool = w.pool()
      return {
        ending: pool.ending,
        ended: pool.ended,
        client: typeof pool.Client,
        clientIsPgs: pool.Client === pg.Client,
        clientName: (pool.Client as { name: string }).name,
        promise: pool.Promise === Promise,
        log: typeof pool.log,
        logged: pool.log('nothing'),
      }
    },
  },
  {
    id: 'pool.log-is-called',
    members: ['pool.log'],
    muxpool: { deviation: 'log-lines-are-muxpools', observes: { taken: true, called: false, strings: true } },
    run: async (w) => {
      const lines: unknown[] = []
      const log = (line: unknown): void => void lines.push(typeof line)
      const pool = w.pool({ log })
      const taken = pool.log === log
      await pool.query('select 1')
      await pool.end()
      return { taken, called: lines.length > 0, strings: lines.every((line) => line === 'string') }
    },
  },
  {
    id: 'pool.no-mysql-face',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      const ofMysql = ['getConnection', 'dialect', 'createDriver', 'aggregate', 'fileControl', 'acquire', 'numFree']
      const found = [pool, client].flatMap((object) => ofMysql.filter((name) => name in object))
      client.release()
      return { found, connect: 'connect' in pool, query: 'query' in pool }
    },
  },
  {
    id: 'pool.without-options',
    members: ['pool.options'],
    run: (w) => {
      const pool = w.adopt(new w.driver.Pool())
      return { keys: Object.keys(pool.options).sort(), max: pool.options.max }
    },
  },
  {
    id: 'pool.extensible',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool() as unknown as { query: (text: string) => Promise<{ rows: unknown[] }>; note?: string }
      const original = pool.query
      let patched = 0
      pool.query = function (this: unknown, text: string) {
        patched++
        return original.call(this, text)
      }
      pool.note = 'mine'
      const { rows } = await pool.query('select 1 as one')
      return { rows, patched, note: pool.note, extensible: Object.isExtensible(pool) }
    },
  },
  {
    id: 'pool.detached-methods-keep-this-rules',
    members: ['pool.query', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      const query = pool.query.bind(pool) as (text: string) => Promise<{ rows: unknown[] }>
      const connect = pool.connect.bind(pool) as typeof pool.connect
      const { rows } = await query('select 1 as one')
      const client = await connect()
      client.release()
      return rows
    },
  },
]
