import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'

/** What muxpool's face has besides pg's: pg's half shows that nothing of pg is hidden by it. */
export const extraCases: readonly FaceCase[] = [
  {
    id: 'extras.dispose-a-client',
    members: ['client.release'],
    muxpool: { deviation: 'async-dispose', observes: { type: 'function', released: true } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = (await pool.connect()) as unknown as FaceClient & AsyncDisposable
      const type = typeof client[Symbol.asyncDispose]
      let released = false
      pool.once('release', () => {
        released = true
      })
      if (type === 'function') await client[Symbol.asyncDispose]()
      const observation = { type, released }
      if (!released) client.release()
      return observation
    },
  },
  {
    id: 'extras.dispose-a-pool',
    members: ['pool.ended'],
    muxpool: { deviation: 'async-dispose', observes: { type: 'function', ended: true } },
    run: async (w) => {
      const pool = w.pool() as ReturnType<typeof w.pool> & AsyncDisposable
      await pool.query('select 1')
      const type = typeof pool[Symbol.asyncDispose]
      if (type === 'function') await pool[Symbol.asyncDispose]()
      return { type, ended: pool.ended }
    },
  },
  {
    id: 'extras.members-of-the-pool',
    members: [],
    muxpool: {
      deviation: 'more-members',
      observes: {
        transaction: 'function',
        withSession: 'function',
        snapshot: 'function',
        pinReport: 'function',
        pause: 'function',
        resume: 'function',
        reconnect: 'function',
        events: 'object',
      },
    },
    run: (w) => {
      const pool = w.pool() as unknown as Record<string, unknown>
      const names = ['transaction', 'withSession', 'snapshot', 'pinReport', 'pause', 'resume', 'reconnect', 'events']
      return Object.fromEntries(names.map((name) => [name, typeof pool[name]]))
    },
  },
  {
    id: 'extras.members-of-the-client',
    members: [],
    muxpool: { deviation: 'more-members', observes: { pinned: null, pin: 'function' } },
    run: async (w) => {
      const client = await w.pool().connect()
      const { pinned, pin } = client as unknown as Record<string, unknown>
      client.release()
      return { pinned, pin: typeof pin }
    },
  },
]
