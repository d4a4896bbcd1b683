import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import QueryStream from 'pg-query-stream'
import type { FaceCase } from '../harness/face-case.ts'
import { seen } from '../harness/observe.ts'

/** Resolves with a stream's error, or null when it closed without one. */
function closing(stream: Readable | Writable): Promise<unknown> {
  return new Promise((resolve) => {
    let failure: unknown = null
    stream.on('error', (error) => {
      failure = seen(error)
    })
    stream.on('close', () => resolve(failure))
  })
}

async function _gathered(stream: Readable): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += chunk
  return all
}

const _inTable = 'begin; create temp table face_copy (id int, note text)'

export const streamCases: readonly FaceCase[] = [
  {
    id: 'query-stream.read-to-the-end',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const given = new QueryStream('select n from generate_series(1, $1::int) as n', [250], { batchSize: 100 })
      const stream = client.query(given)
      let sum = 0
      for await (const row of stream) sum += row.n
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { same: stream === given, sum, rows }
    },
  },
  {
    id: 'query-stream.destroyed-half-way',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const stream = client.query(
        new QueryStream('select n from generate_series(1, 100000) as n', [], { batchSize: 10 }),
      )
      const first: unknown[] = []
      for await (const row of stream) {
        first.push(row)
        if (first.length === 3) break
      }
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { first, destroyed: stream.destroyed, rows }
    },
  },
  {
    id: 'query-stream.destroyed-with-an-error',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const stream = client.query(
        new QueryStream('select n from generate_series(1, 100000) as n', [], { batchSize: 10 }),
      )
      const closed = closing(stream)
      await once(stream, 'data')
      stream.destroy(new Error('mine'))
      const error = await closed
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { error, rows }
    },
  },
  {
    id: 'query-stream.error-in-the-middle',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const stream = client.query(
        new QueryStream('select 1/(150 - n) as n from generate_series(1, 300) as n', [], { batchSize: 50 }),
      )
      let rows = 0
      const error = await (async () => {
        for await (const _row of stream) rows++
        return null
      })().catch(seen)
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { some: rows > 0 && rows < 150, error, after }
    },
  },
  {
    id: 'query-stream.through-pool-query',
    members: ['pool.query', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const stream = new QueryStream('select n from generate_series(1, 5) as n')
      const answer = pool.query(stream as never) as unknown as Promise<unknown>
      let sum = 0
      for await (const row of stream) sum += row.n
      const result = (await answer) as { command?: string }
      return { sum, command: result.command, idle: pool.idleCount, next: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'query-stream.released-at-the-end',
    members: ['pool.connect', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      const stream = client.query(new QueryStream('select n from generate_series(1, 5) as n'))
      stream.on('end', () => client.release())
      let sum = 0
      for await (const row of stream) sum += row.n
      return { sum, next: (await pool.query('select 1 as one')).rows }
    },
  },
]
