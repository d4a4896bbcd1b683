import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import Cursor from 'pg-cursor'
import QueryStream from 'pg-query-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PgConnection, PgMessage, PgSubmittable } from '../../src/driver-members.ts'
import { createPool, type Pool, type PoolClient } from '../../src/index.ts'

let pool: Pool
beforeAll(async () => {
  // One connection: what a session leaves behind on it, the next one finds.
  pool = createPool({ connectionString: sharedPostgres(18), maxConnections: 1 })
  await pool.query('create table loan_a (n int primary key, v text); create table loan_b (n int primary key, v text)')
})
afterAll(async () => {
  await pool.query('drop table loan_a, loan_b')
  await pool.end()
})

async function session<R>(use: (client: PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

/** A COPY's first row is lost when any message comes in front of its answer. */
const copied = (): Promise<string> =>
  session(async (client) => {
    const pieces: Buffer[] = []
    for await (const piece of client.query(copyTo('copy (select 1) to stdout'))) pieces.push(piece as Buffer)
    return Buffer.concat(pieces).toString()
  })

const failing = 'select 10 / (5 - n) from generate_series(1, 9) as n'

/** A submittable of the caller's own, which keeps the connection. */
class Keeper implements PgSubmittable {
  connection: PgConnection | null = null
  readonly text: string
  readonly ready: Promise<void>
  #ready: () => void = () => {}
  readonly heard: string[] = []

  constructor(text: string) {
    this.text = text
    this.ready = new Promise((resolve) => {
      this.#ready = resolve
    })
  }
  submit(connection: PgConnection): undefined {
    this.connection = connection
    for (const event of ['dataRow', 'message', 'readyForQuery'])
      connection.on(event, (message: PgMessage) => this.heard.push(String(message.fields ?? event)))
    connection.stream.on('data', (bytes: Buffer) => this.heard.push(bytes.toString('latin1')))
    connection.query(this.text)
  }
  handleError(): void {}
  handleReadyForQuery(): void {
    this.#ready()
  }
}

describe('behind its boundary a submittable', () => {
  test('that failed as a stream leaves nothing in front of the next answer', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(
        session(async (client) => {
          for await (const _ of client.query(new QueryStream(failing, [], { batchSize: 3 })));
        }),
      ).rejects.toThrow('division by zero')
      expect(await copied()).toBe('1\n')
    }
  })

  test('that failed as a cursor can be closed whenever the caller likes', async () => {
    const cursor = await session(async (client) => {
      const failed = client.query(new Cursor(failing))
      await expect(failed.read(100)).rejects.toThrow('division by zero')
      return failed
    })
    const [text] = await Promise.all([copied(), cursor.close(), pool.query('select 1')])
    expect(text).toBe('1\n')
    await expect(cursor.read(1)).resolves.toEqual([])
    expect(await copied()).toBe('1\n')
  })

  test('hears of no other session', async () => {
    const keeper = new Keeper("select 'mine'")
    await session(async (client) => {
      client.query(keeper)
      await keeper.ready
    })
    expect(keeper.heard).toContain('mine')
    const then = keeper.heard.length
    expect((await pool.query("select 'a secret' as it")).rows).toEqual([{ it: 'a secret' }])
    expect(keeper.heard.slice(then)).toEqual([])
    keeper.connection?.on('dataRow', () => keeper.heard.push('later'))
    await pool.query("select 'a secret' as it")
    expect(keeper.heard.slice(then)).toEqual([])
  })

  test('writes nothing, reads nothing and ends nothing', async () => {
    const keeper = new Keeper('select 1')
    await session(async (client) => {
      client.query(keeper)
      await keeper.ready
    })
    const { connection } = keeper
    if (connection === null) throw new Error('it was not submitted')
    const misdeeds = () => {
      connection.query('create table loan_stray ()')
      connection.sync()
      connection.close({ type: 'P', name: '' })
      connection.stream.write(Buffer.from([0x53, 0, 0, 0, 4]))
      connection.stream.pause()
      connection.stream.read()
      connection.stream.end()
      ;(connection as unknown as { end(): void }).end()
      connection.stream.destroy()
    }
    misdeeds()
    const answers = [pool.query('select 1 as n'), pool.query('select 2 as n'), copied()]
    misdeeds()
    expect((await Promise.all(answers)).map((answer) => (typeof answer === 'string' ? answer : answer.rows))).toEqual([
      [{ n: 1 }],
      [{ n: 2 }],
      '1\n',
    ])
    expect((await pool.query("select to_regclass('loan_stray') as it")).rows).toEqual([{ it: null }])
  })

  test('asks for one ReadyForQuery only', async () => {
    class Twice extends Keeper {
      override submit(connection: PgConnection): undefined {
        super.submit(connection)
        connection.sync()
        connection.query("select 'beside'")
      }
    }
    const twice = new Twice('select 1')
    await session(async (client) => {
      client.query(twice)
      await twice.ready
    })
    for (let n = 0; n < 5; n++) expect((await pool.query('select $1::int as n', [n])).rows).toEqual([{ n }])
  })
})

describe('a COPY that the server refuses', () => {
  const megabyte = `${'x'.repeat(1_000_000)}\n`

  test('while the caller goes on writing gives no row to the next COPY', async () => {
    const client = await pool.connect()
    const refused = client.query(copyFrom('copy loan_a from stdin'))
    const end = finished(refused)
    refused.write('not a number\tx\n')
    for (let n = 0; n < 20; n++) refused.write(`${n}\t${megabyte}`)
    await expect(end).rejects.toThrow('invalid input syntax')
    client.release()
    await session(async (next) => {
      const own = next.query(copyFrom('copy loan_b from stdin'))
      own.write('1\town\n')
      own.end('2\town\n')
      await once(own, 'finish')
    })
    expect((await pool.query('select n, v from loan_b order by n')).rows).toEqual([
      { n: 1, v: 'own' },
      { n: 2, v: 'own' },
    ])
    expect((await pool.query('select count(*)::int as n from loan_a')).rows).toEqual([{ n: 0 }])
  })
})
