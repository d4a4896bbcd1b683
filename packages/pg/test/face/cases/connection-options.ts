import { Socket } from 'node:net'
import type { FaceCase } from '../harness/face-case.ts'
import { outcome, rejection } from '../harness/observe.ts'
import { withPasswordRole } from '../harness/password-role.ts'

export const connectionOptionCases: readonly FaceCase[] = [
  {
    id: 'options.connection-string',
    members: ['pool.query', 'pool.options'],
    run: async (w) => {
      const url = new URL(w.url)
      url.searchParams.set('application_name', w.name)
      url.searchParams.set('options', '-c work_mem=6MB')
      const pool = w.adopt(new w.driver.Pool({ connectionString: url.href }))
      const { rows } = await pool.query(
        "select current_setting('application_name') = $1 as name, current_setting('work_mem') as mem",
        [w.name],
      )
      return { rows, kept: pool.options.connectionString === url.href, max: pool.options.max }
    },
  },
  {
    id: 'options.connection-string-with-foreign-parameters',
    members: ['pool.query'],
    run: async (w) => {
      const url = `${w.url}?pgbouncer=true&connection_limit=5&schema=public&pool_timeout=3`
      const pool = w.adopt(new w.driver.Pool({ connectionString: url, application_name: w.name }))
      return (await pool.query('select 1 as one')).rows
    },
  },
  {
    id: 'options.fields',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionString: undefined, ...w.server, port: String(w.server.port) })
      return (
        await pool.query('select current_user = $1 as "user", current_database() = $2 as database', [
          w.server.user,
          w.server.database,
        ])
      ).rows
    },
  },
  {
    id: 'options.of-the-startup-packet',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({
        statement_timeout: 1234,
        lock_timeout: 2345,
        idle_in_transaction_session_timeout: 3456,
        options: '-c work_mem=5MB',
      })
      const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'work_mem']
      const shown: unknown[] = []
      for (const name of names)
        shown.push((await pool.query('select current_setting($1) as value', [name])).rows[0].value)
      return shown
    },
  },
  {
    id: 'options.application-name',
    members: ['pool.query'],
    run: async (w) => {
      const own = (await w.pool().query('show application_name')).rows[0].application_name === w.name
      const fallback = w.pool({ application_name: undefined, fallback_application_name: w.name })
      return { own, fallback: (await fallback.query('show application_name')).rows[0].application_name === w.name }
    },
  },
  {
    id: 'options.ssl-against-a-server-without',
    members: ['pool.query', 'pool.connect', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ ssl: true })
      return {
        query: await outcome(pool.query('select 1')),
        connect: await rejection(pool.connect()),
        total: pool.totalCount,
      }
    },
  },
  {
    id: 'options.sslmode-in-the-connection-string',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.adopt(
        new w.driver.Pool({ connectionString: `${w.url}?sslmode=disable`, application_name: w.name }),
      )
      return (await pool.query('select 1 as one')).rows
    },
  },
  {
    id: 'options.stream-factory',
    members: ['pool.query'],
    run: async (w) => {
      let made = 0
      const pool = w.pool({
        max: 1,
        stream: () => {
          made++
          return new Socket()
        },
      })
      const { rows } = await pool.query('select 1 as one')
      return { rows, made }
    },
  },
  {
    id: 'options.keep-alive',
    members: ['pool.query'],
    run: async (w) => {
      const told: unknown[] = []
      const socket = new Socket()
      const original = socket.setKeepAlive
      socket.setKeepAlive = (...args: unknown[]) => {
        told.push(args)
        return original.apply(socket, args as Parameters<Socket['setKeepAlive']>)
      }
      const pool = w.pool({ max: 1, keepAlive: true, keepAliveInitialDelayMillis: 7_000, stream: () => socket })
      await pool.query('select 1')
      return told
    },
  },
  {
    id: 'options.password',
    members: ['pool.query'],
    run: (w) =>
      withPasswordRole(w, async (user, password) => {
        const right = w.pool({ connectionString: undefined, ...w.server, user, password })
        const wrong = w.pool({ connectionString: undefined, ...w.server, user, password: 'wrong' })
        const none = w.pool({ connectionString: undefined, ...w.server, user, password: null })
        const failed = (await outcome(wrong.query('select 1'))) as { error: { code: unknown; class: unknown } }
        return {
          rows: (await right.query('select 1 as one')).rows,
          wrong: [failed.error.code, failed.error.class],
          none: await rejection(none.query('select 1')),
        }
      }),
  },
  {
    id: 'options.password-function',
    members: ['pool.query', 'pool.options'],
    run: (w) =>
      withPasswordRole(w, async (user, password) => {
        let calls = 0
        const asked = async (parameters?: { user: string; database: string }): Promise<string> => {
          calls += parameters?.user === user && parameters.database === w.server.database ? 1 : 100
          return password
        }
        const pool = w.pool({ connectionString: undefined, ...w.server, user, password: asked, max: 2 })
        const both = await Promise.all([1, 2].map((n) => pool.query('select $1::int as n, pg_sleep(0.05)', [n])))
        await pool.query('select 1')
        return { n: both.map((result) => result.rows[0].n), calls, kept: pool.options.password === (asked as unknown) }
      }),
  },
  {
    id: 'options.password-function-that-fails',
    members: ['pool.query'],
    run: (w) =>
      withPasswordRole(w, async (user) => {
        const base = { connectionString: undefined, ...w.server, user }
        const rejects = w.pool({ ...base, password: async () => Promise.reject(new Error('no password today')) })
        const throws = w.pool({
          ...base,
          password: () => {
            throw new Error('password threw')
          },
        })
        const wrongType = w.pool({ ...base, password: () => 5 })
        return [
          await rejection(rejects.query('select 1')),
          await rejection(throws.query('select 1')),
          await rejection(wrongType.query('select 1')),
        ]
      }),
  },
  {
    id: 'options.binary',
    members: ['pool.query'],
    run: async (w) => (await w.pool({ binary: true }).query('select $1::int4 as n, true as yes', [5])).rows,
  },
  {
    id: 'options.pipeline',
    members: ['pool.query', 'pool.connect', 'client.pipeline'],
    muxpool: {
      deviation: 'pipeline-is-one-after-another',
      observes: { rows: [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]], pipeline: false, query: [{ n: 4 }] },
    },
    run: async (w) => {
      const pool = w.pool({ pipeline: true, max: 1 })
      const client = (await pool.connect()) as unknown as {
        pipeline: boolean
        query(text: string): Promise<{ rows: unknown[] }>
        release(): void
      }
      const answers = await Promise.all(
        ['select 1 as n', 'select 2 as n', 'select 3 as n'].map((text) => client.query(text)),
      )
      const { pipeline } = client
      client.release()
      return { rows: answers.map((answer) => answer.rows), pipeline, query: (await pool.query('select 4 as n')).rows }
    },
  },
]
