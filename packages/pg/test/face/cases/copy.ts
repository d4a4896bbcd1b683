import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { FaceCase } from '../harness/face-case.ts'
import { outcome, seen } from '../harness/observe.ts'

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

async function gathered(stream: Readable): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += chunk
  return all
}

const inTable = 'begin; create temp table face_copy (id int, note text)'

export const copyCases: readonly FaceCase[] = [
  {
    id: 'copy.out',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const given = copyTo('copy (select n, n * 2 from generate_series(1, 3) as n) to stdout')
      const stream = client.query(given)
      const all = await gathered(stream)
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { same: stream === given, all, rowCount: given.rowCount, rows }
    },
  },
  {
    id: 'copy.out-large',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const all = await gathered(
        client.query(copyTo("copy (select repeat('x', 99) from generate_series(1, 20000)) to stdout")),
      )
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { length: all.length, rows }
    },
  },
  {
    id: 'copy.out-of-a-wrong-text',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const failed = await gathered(client.query(copyTo('copy face_no_such_table to stdout'))).catch(seen)
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'copy.in',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query(inTable)
      const given = copyFrom('copy face_copy from stdin')
      const stream = client.query(given)
      await pipeline(Readable.from(['1\tone\n', '2\ttwo\n']), stream)
      const { rows } = await client.query('select * from face_copy order by id')
      await client.query('rollback')
      client.release()
      return { same: stream === given, rows, rowCount: given.rowCount }
    },
  },
  {
    id: 'copy.in-large',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query(inTable)
      const lines = function* (): Generator<string> {
        for (let n = 0; n < 20_000; n++) yield `${n}\t${'y'.repeat(50)}\n`
      }
      await pipeline(Readable.from(lines()), client.query(copyFrom('copy face_copy from stdin')))
      const { rows } = await client.query('select count(*)::int as n, sum(id)::int as sum from face_copy')
      await client.query('rollback')
      client.release()
      return rows
    },
  },
  {
    id: 'copy.in-destroyed-half-way',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query(inTable)
      await client.query('savepoint s')
      const stream = client.query(copyFrom('copy face_copy from stdin'))
      const closed = closing(stream)
      await new Promise((resolve) => stream.write('1\tone\n', resolve))
      stream.destroy()
      const error = await closed
      await client.query('rollback to s')
      const { rows } = await client.query('select * from face_copy')
      await client.query('rollback')
      client.release()
      return { error, rows }
    },
  },
  {
    id: 'copy.in-with-wrong-data',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query(inTable)
      await client.query('savepoint s')
      const failed = await pipeline(
        Readable.from(['1\tone\n', 'two\ttwo\n']),
        client.query(copyFrom('copy face_copy from stdin')),
      ).catch(seen)
      await client.query('rollback to s')
      const { rows } = await client.query('select * from face_copy')
      await client.query('rollback')
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'copy.in-without-a-source',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query(inTable)
      await client.query('savepoint s')
      const failed = await outcome(client.query('copy face_copy from stdin'))
      await client.query('rollback')
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'copy.out-as-a-plain-query',
    members: ['pool.query'],
    run: async (w) => {
      const { command, rowCount, rows } = await w.pool().query('copy (select 1) to stdout')
      return { command, rowCount, rows }
    },
  },
]
