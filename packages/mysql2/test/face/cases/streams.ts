import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout, columns, next, seen } from '../harness/observe.ts'

const series = (count: number): string =>
  `with recursive s (n) as (select 1 union all select n + 1 from s where n < ${count}) select n from s`

/** More than a connection takes in before its reader has taken any. */
const manyRows = `select a.n from (${series(300)}) as a join (${series(300)}) as b`

const all = async (stream: Readable): Promise<unknown[]> => {
  const rows: unknown[] = []
  for await (const row of stream) rows.push(row)
  return rows
}

export const streamCases: readonly FaceCase[] = [
  {
    id: 'stream.of-the-pool',
    members: ['pool.query', 'command.stream'],
    run: async (w) => {
      const stream = w.pool({ connectionLimit: 1 }).query('select 1 as a union all select 2').stream()
      return { readable: stream instanceof Readable, objectMode: stream.readableObjectMode, rows: await all(stream) }
    },
  },
  {
    id: 'stream.of-a-connection',
    members: ['connection.query', 'connection.execute', 'command.stream'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const rows = [
        await all(connection.query('select ? as a', [1]).stream()),
        await all(connection.execute('select 3 as a').stream?.() ?? Readable.from(['execute has no stream'])),
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'stream.with-back-pressure',
    members: ['connection.query', 'command.stream'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      await ask(connection, 'query', 'set cte_max_recursion_depth = 100000')
      await ask(connection, 'query', 'set max_recursive_iterations = 100000')
      let count = 0
      const stream = connection.query(series(3000)).stream({ highWaterMark: 5 })
      await pipeline(stream, async (rows) => {
        for await (const _ of rows) {
          count++
          if (count % 500 === 0) await w.roundTrips()
        }
      })
      const after = await ask(connection, 'query', 'select 1 as a')
      connection.release()
      return { count, after, mark: stream.readableHighWaterMark }
    },
  },
  {
    id: 'stream.ended-early',
    members: ['connection.query', 'command.stream'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      const stream = connection.query(series(900)).stream({ highWaterMark: 2 })
      let count = 0
      for await (const _ of stream) if (++count === 3) break
      const after = await ask(connection, 'query', 'select 1 as a')
      connection.release()
      return { count, destroyed: stream.destroyed, after, pool: await ask(pool, 'query', 'select 2 as a') }
    },
  },
  {
    id: 'stream.released-by-a-reader-that-stops',
    members: ['connection.query', 'connection.release', 'command.stream'],
    muxpool: { deviation: 'unread-streams-are-ended', observes: { pool: [{ a: 2 }], told: 'MUX_CONNECTION_LOST' } },
    run: async (w) => {
      const mux = w.subject === 'muxpool'
      const pool = w.pool({ connectionLimit: 1, ...(mux ? { resetTimeoutMillis: 200 } : {}) })
      const connection = await checkout(pool)
      const stream = connection.query(manyRows).stream({ highWaterMark: 2 })
      let told: unknown = 'nothing'
      stream.on('error', (error: Error & { code?: string }) => {
        told = error.code
      })
      await new Promise((first) => stream.once('data', first))
      stream.pause()
      connection.release()
      const late = new Promise((resolve) => setTimeout(resolve, mux ? 6_000 : 300, 'still waiting'))
      const observed = await Promise.race([ask(pool, 'query', 'select 2 as a'), late])
      stream.destroy()
      return { pool: observed, told }
    },
  },
  {
    id: 'stream.released-while-it-is-read-slowly',
    members: ['connection.query', 'connection.release', 'command.stream'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, ...(w.subject === 'muxpool' ? { resetTimeoutMillis: 400 } : {}) })
      const connection = await checkout(pool)
      const stream = connection.query(manyRows).stream({ highWaterMark: 2 })
      stream.once('data', () => connection.release())
      let count = 0
      for await (const _ of stream) {
        count += 1
        if (count % 9_000 === 0) await new Promise((rested) => setTimeout(rested, 60))
      }
      return { count, pool: await ask(pool, 'query', 'select 2 as a') }
    },
  },
  {
    id: 'stream.of-the-pool-ended-early',
    members: ['pool.query', 'command.stream'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const stream = pool.query(series(900)).stream({ highWaterMark: 2 })
      stream.once('data', () => stream.destroy())
      await next(stream, 'close')
      return ask(pool, 'query', 'select 1 as a')
    },
  },
  {
    id: 'stream.error',
    members: ['pool.query', 'command.stream'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const error = await all(pool.query('select nothing').stream()).catch(seen)
      return { error, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'stream.events-of-the-old-kind',
    members: ['pool.query', 'command.stream'],
    run: async (w) => {
      const stream = w.pool().query('select 1 as a').stream()
      const got: unknown[] = []
      stream.on('fields', (fields) => got.push(columns(fields)))
      stream.on('result', (row, index) => got.push([row, index]))
      stream.on('end', () => got.push('end'))
      await all(stream)
      return got
    },
  },
  {
    id: 'stream.paused-by-hand',
    members: ['connection.pause', 'connection.resume', 'command:result'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const rows: unknown[] = []
      const command = connection.query('select 1 as a union all select 2 union all select 3')
      let pauses = 0
      command.on('result', (row) => {
        rows.push(row)
        pauses++
        connection.pause()
        setImmediate(() => connection.resume())
      })
      await next(command, 'end')
      connection.release()
      return { rows, pauses }
    },
  },
  {
    id: 'stream.several-results',
    members: ['pool.query', 'command.stream'],
    run: async (w) => all(w.pool({ multipleStatements: true }).query('select 1 as a; select 2 as b').stream()),
  },
  {
    id: 'infile.of-the-statement',
    members: ['pool.query'],
    run: async (w) => {
      await w.admin.query('set global local_infile = on')
      const table = await w.table('n int, t varchar(9)')
      const pool = w.pool({ connectionLimit: 1 })
      const paths: string[] = []
      const header = await ask(pool, 'query', {
        sql: `load data local infile 'mine.csv' into table ${table} fields terminated by ','`,
        infileStreamFactory: (path: string) => {
          paths.push(path)
          return Readable.from([Buffer.from('1,a\n2,'), Buffer.from('b\n')])
        },
      })
      return { header, paths, rows: await ask(pool, 'query', `select * from ${table}`) }
    },
  },
  {
    id: 'infile.of-the-pool',
    members: ['pool.query'],
    run: async (w) => {
      await w.admin.query('set global local_infile = on')
      const table = await w.table('n int')
      const pool = w.pool({ infileStreamFactory: () => Readable.from([Buffer.from('7\n')]) })
      await ask(pool, 'query', `load data local infile 'x' into table ${table}`)
      return ask(pool, 'query', `select * from ${table}`)
    },
  },
  {
    id: 'infile.without-a-factory',
    members: ['pool.query'],
    run: async (w) => {
      await w.admin.query('set global local_infile = on')
      const table = await w.table('n int')
      const pool = w.pool({ connectionLimit: 1 })
      const refused = await ask(pool, 'query', `load data local infile 'x' into table ${table}`)
      return { refused, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'infile.whose-stream-fails',
    members: ['connection.query'],
    run: async (w) => {
      await w.admin.query('set global local_infile = on')
      const table = await w.table('n int')
      const connection = await checkout(w.pool({ connectionLimit: 1 }))
      const failed = await ask(connection, 'query', {
        sql: `load data local infile 'x' into table ${table}`,
        infileStreamFactory: () =>
          new Readable({
            read() {
              this.destroy(new Error('mine'))
            },
          }),
      })
      const after = await ask(connection, 'query', 'select 1 as a')
      connection.release()
      return { failed, after }
    },
  },
]
