import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { FacePool } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'

export const subclassCases: readonly FaceCase[] = [
  {
    id: 'subclass.plain',
    members: ['pool.query'],
    run: async (w) => {
      class OwnPool extends w.driver.Pool {
        readonly mine = 'field'
        twice(n: number): Promise<{ rows: unknown[] }> {
          return this.query('select $1::int * 2 as n', [n])
        }
      }
      const pool = new OwnPool(w.options())
      w.adopt(pool)
      const { rows } = await pool.twice(4)
      return {
        rows,
        mine: pool.mine,
        own: pool instanceof OwnPool,
        ofPg: pool instanceof pg.Pool,
        emitter: pool instanceof EventEmitter,
        name: pool.constructor.name,
      }
    },
  },
  {
    id: 'subclass.overrides-connect',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      let through = 0
      class OwnPool extends w.driver.Pool {
        override connect(...args: unknown[]): never {
          through++
          return (super.connect as unknown as (...given: unknown[]) => unknown).apply(this, args) as never
        }
      }
      const pool = w.adopt(new OwnPool(w.options()) as FacePool)
      const { rows } = await pool.query('select 1 as one')
      const ofQuery = through
      const client = await pool.connect()
      client.release()
      return { rows, ofQuery, ofBoth: through }
    },
  },
  {
    id: 'subclass.connect-that-prepares-the-client',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      class OwnPool extends w.driver.Pool {
        override connect(callback?: unknown): never {
          const given = callback as ((error: unknown, client?: pg.PoolClient, release?: () => void) => void) | undefined
          if (given === undefined) return super.connect() as never
          super.connect((error, client, release) => {
            if (error) return given(error)
            client!.query("select set_config('application_name', 'face_prepared', false)", (failed: unknown) =>
              given(failed || undefined, client, release),
            )
          })
          return undefined as never
        }
      }
      const pool = w.adopt(new OwnPool(w.options()) as FacePool)
      return (await pool.query('show application_name')).rows
    },
  },
  {
    id: 'subclass.overrides-query',
    members: ['pool.query'],
    run: async (w) => {
      const texts: unknown[] = []
      class OwnPool extends w.driver.Pool {
        override query(...args: unknown[]): never {
          texts.push(args[0])
          return (super.query as unknown as (...given: unknown[]) => unknown).apply(this, args) as never
        }
      }
      const pool = w.adopt(new OwnPool(w.options()) as FacePool)
      const { rows } = await pool.query('select 1 as one')
      return { rows, texts }
    },
  },
  {
    id: 'subclass.patched-prototype-of-connect',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      const prototype = w.driver.Pool.prototype as { connect: (...args: unknown[]) => unknown }
      const own = Object.getOwnPropertyDescriptor(prototype, 'connect')
      const original = prototype.connect
      let through = 0
      prototype.connect = function (this: unknown, ...args: unknown[]) {
        through++
        return original.apply(this, args)
      }
      w.afterwards(() => {
        if (own) Object.defineProperty(prototype, 'connect', own)
        else delete (prototype as { connect?: unknown }).connect
      })
      const { rows } = await w.pool().query('select 1 as one')
      return { rows, through }
    },
  },
  {
    id: 'subclass.own-client-class',
    members: ['pool.Client', 'pool.options'],
    run: async (w) => {
      let constructed = 0
      class OwnClient extends pg.Client {
        constructor(options?: pg.ClientConfig) {
          super(options)
          constructed++
        }
      }
      const pool = w.pool({ Client: OwnClient })
      const { rows } = await pool.query('select 1 as one')
      return { rows, constructed, taken: pool.Client === OwnClient, option: pool.options.Client === OwnClient }
    },
  },
  {
    id: 'subclass.called-without-new',
    members: ['module.Pool'],
    run: (w) => {
      try {
        ;(w.module as { Pool: () => unknown }).Pool()
        return 'made one'
      } catch (error) {
        return (error as Error).constructor.name
      }
    },
  },
]
