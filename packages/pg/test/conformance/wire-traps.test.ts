import type { Boundary } from '@muxpool/core/adapter'
import { Bench, until } from '@muxpool/core/testing'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import Cursor from 'pg-cursor'
import QueryStream from 'pg-query-stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PgSubmittable } from '../../src/driver-members.ts'
import { ofNobody, type QuerySource } from '../../src/facade/run-query.ts'
import { StatementNames } from '../../src/statement-names.ts'
import type { PgTicket } from '../../src/ticket.ts'
import type { PgWire } from '../../src/wire.ts'
import { type PgSubject, pgSubject } from './pg-subject.ts'

interface Outcome {
  readonly boundary: Boundary
  readonly error: (Error & { code?: string; fate?: string }) | null
  readonly result: pg.QueryArrayResult | undefined
  /** How often the caller was called. */
  calls: number
}

let subject: PgSubject
let bench: Bench<PgWire, PgTicket>
const uncaught: unknown[] = []
const catches = (error: unknown): void => void uncaught.push(error)

beforeEach(async () => {
  subject = await pgSubject()
  bench = await Bench.open(subject)
  uncaught.length = 0
  process.on('uncaughtException', catches)
})

afterEach(async () => {
  await subject.close()
  process.off('uncaughtException', catches)
  expect(uncaught).toEqual([])
})

/** Runs a statement in pg's own words, to its boundary and to what its caller hears. */
async function run(config: unknown, source: QuerySource = ofNobody): Promise<Outcome> {
  let boundary: Boundary | undefined
  let calls = 0
  const told = new Promise<[Outcome['error'], unknown]>((resolve) => {
    const ticket = subject.statement(
      config,
      (error, result) => {
        calls += 1
        expect(boundary, 'core moves before the caller hears').toBeDefined()
        resolve([error ?? null, result])
      },
      source,
    )
    const settled = (_: PgTicket, reached: Boundary): void => {
      boundary = reached
    }
    expect(ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, settled))).toBe(true)
  })
  const [error, result] = await told
  // Whatever would come twice has come when the connection has answered once more.
  await subject.driver.control(bench.wire, [], bench.context).catch(() => {})
  return { boundary: boundary as Boundary, error, result: result as pg.QueryArrayResult | undefined, calls }
}

/** Gives the connection somebody else's submittable; resolves behind its boundary. */
function carry(inner: unknown): Promise<{ readonly error: Error | null; readonly boundary: Boundary }> {
  return new Promise((resolve) => {
    let boundary: Boundary
    const ticket = subject.maker.foreign(inner as PgSubmittable, ofNobody, (error) => resolve({ error, boundary }))
    const settled = (_: PgTicket, reached: Boundary): void => {
      boundary = reached
    }
    ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, settled))
  })
}

const works = async (): Promise<void> => {
  const { result } = await run({ text: 'select 1 as one', rowMode: 'array' })
  expect(result?.rows).toEqual([[1]])
}

describe('a statement that pg refuses to send', () => {
  test.each<[string, unknown]>([
    ['without text', {}],
    ['with a text that is no text', { text: 5 }],
    ['with values that are no list', { text: 'select $1', values: 'x' }],
  ])('%s: there is no ReadyForQuery, and yet a boundary', async (_how, config) => {
    await run('begin')
    const { boundary, error, calls } = await run(config)
    expect([boundary.fate, boundary.tx, error === null, calls]).toEqual(['not-sent', 'open', false, 1])
    expect(subject.driver.owed(bench.wire)).toBe(0)
    await works()
    expect(subject.driver.tx(bench.wire)).toBe('open')
  })

  test('because its name has another text already: only the session that gave the name hears of it', async () => {
    const [mine, theirs] = [new StatementNames(), new StatementNames()].map((names) => ({ names, types: undefined }))
    expect((await run({ name: 'n', text: 'select 1' }, mine)).error).toBeNull()
    const clash = await run({ name: 'n', text: 'select 2' }, mine)
    expect([clash.boundary.fate, clash.error?.message]).toEqual([
      'not-sent',
      "Prepared statements must be unique - 'n' was used for a different statement",
    ])
    expect((await run({ name: 'n', text: 'select 2' }, theirs)).error).toBeNull()
    await works()
  })
})

describe('a value that can not be sent', () => {
  const unsendable = {
    toPostgres(): never {
      throw new Error('no value')
    },
  }

  test('is told once, where pg calls back twice', async () => {
    const { error, calls, boundary } = await run({ text: 'select $1::text', values: [unsendable] })
    expect([error?.message, calls, boundary.tx]).toEqual(['no value', 1, 'none'])
    await works()
  })

  test('of a named statement does not leave the name behind as if it were parsed', async () => {
    const source = { names: new StatementNames(), types: undefined }
    await run({ name: 'v', text: 'select $1::text', values: [unsendable] }, source)
    const { error, result } = await run({ name: 'v', text: 'select $1::text', values: ['x'] }, source)
    expect([error, result?.rows]).toEqual([null, [{ text: 'x' }]])
  })
})

describe('statements of several parts', () => {
  test.each([
    ['select 1; select 1/0; select 2', 'none', '22012'],
    ['begin; select 1; select 1/0', 'failed', '22012'],
    ['begin; select 1; commit; bad', 'none', '42601'],
    ['begin; select 1', 'open', undefined],
  ])('%s: one boundary, with the state %s', async (text, tx, code) => {
    const { boundary, error, calls } = await run(text)
    expect([boundary.tx, error?.code, calls]).toEqual([tx, code, 1])
    await run('rollback')
    await works()
  })

  test('give their results one by one', async () => {
    const { result } = await run({ text: 'select 1; select 2', rowMode: 'array' })
    expect((result as unknown as pg.QueryArrayResult[]).map(({ rows }) => rows)).toEqual([[[1]], [[2]]])
  })
})

describe('what answers nothing', () => {
  test.each(['', '   ', '-- a comment', ';', '/* one */ ;; '])('"%s" has a boundary', async (text) => {
    const { boundary, error } = await run(text)
    expect([boundary.fate, boundary.tx, error]).toEqual(['ok', 'none', null])
    await works()
  })
})

describe('COPY as a text', () => {
  beforeEach(() => run('create temp table copied (n int)'))

  test('from a client that sends nothing fails, and spoils nothing', async () => {
    const { boundary, error } = await run('copy copied from stdin')
    expect([boundary.fate, error?.code]).toEqual(['refused-by-server', '57014'])
    await works()
  })

  test('to a client that listens to nothing ends', async () => {
    await run('insert into copied values (1)')
    const { boundary, error } = await run('copy copied to stdout')
    expect([boundary.fate, error]).toEqual(['ok', null])
    await works()
  })
})

describe('a row that can not be read', () => {
  test('is an error behind a boundary that knows of none', async () => {
    const types = {
      getTypeParser: () => () => {
        throw new Error('no parser')
      },
    }
    const { boundary, error, calls } = await run({ text: 'select 1', types })
    expect([boundary.fate, boundary.error, error?.message, calls]).toEqual(['ok', null, 'no parser', 1])
    await works()
  })
})

describe('prepared statements that SQL has dropped or changed', () => {
  const source = (): QuerySource => ({ names: new StatementNames(), types: undefined })

  test.each(['discard all', 'deallocate all'])('by %s are prepared again', async (drop) => {
    const mine = source()
    const named = { name: 'n', text: 'select 1 as one' }
    await run(named, mine)
    await run(drop)
    expect((await run(named, source())).error).toBeNull()
  })

  test('by a name that pg does not hear of are prepared again', async () => {
    const named = { name: 'n', text: 'select 1 as one' }
    await run(named, source())
    const { rows } = await run({ text: 'select name from pg_prepared_statements', rowMode: 'array' }).then(
      ({ result }) => result!,
    )
    await run(`deallocate "${rows[0]?.[0]}"`)
    const { error, result } = await run(named, source())
    expect([error, result?.rows]).toEqual([null, [{ one: 1 }]])
  })

  test('by a change of what they read are prepared again, outside of a transaction', async () => {
    await run('create temp table changed (a int)')
    const named = { name: 'n', text: 'select * from changed' }
    await run(named, source())
    await run('alter table changed add b int')
    const { error, result } = await run(named, source())
    expect([error, result?.fields.map(({ name }) => name)]).toEqual([null, ['a', 'b']])
    await run('alter table changed drop b')
    await run('begin')
    expect((await run(named, source())).error?.code).toBe('0A000')
    expect(subject.driver.tx(bench.wire)).toBe('failed')
  })
})

describe('what comes by itself', () => {
  test('a setting of a transaction goes with its end, and is told before that boundary', async () => {
    bench.log.length = 0
    await bench.run('begin')
    await bench.run("set local timezone = 'Europe/Berlin'")
    await bench.run('rollback')
    const told = bench.log.filter((line) => !line.startsWith('heard'))
    expect(told).toEqual([
      'boundary of begin: ok, transaction open',
      'setting TimeZone=Europe/Berlin',
      "boundary of set local timezone = 'Europe/Berlin': ok, transaction open",
      expect.stringMatching(/^setting TimeZone=(?!Europe\/Berlin)/),
      'boundary of rollback: ok, transaction none',
    ])
  })

  test('notices and notifications, in the order of the wire', async () => {
    await bench.run('listen here')
    bench.log.length = 0
    const text = "do $$ begin raise notice 'hear'; perform pg_notify('here', 'x'); end $$"
    await bench.run(text)
    await bench.run('select 1')
    expect(bench.log.filter((line) => line.startsWith('pushed'))).toEqual(['pushed notice', 'pushed notification'])
    expect(bench.log.indexOf('pushed notice')).toBeLessThan(bench.log.findIndex((line) => line.startsWith('boundary')))
  })
})

describe('a connection that ends', () => {
  test("by the administrator, in a statement: with the server's own error, in doubt", async () => {
    const told = new Promise<Error | undefined>((resolve) => {
      const ticket = subject.statement('select pg_sleep(600)', resolve)
      subject.driver.submit(bench.wire, ticket, () => {})
    })
    await subject.kill(bench.wire)
    expect(await told).toMatchObject({ code: '57P01', fate: 'in-doubt' })
    await until(() => bench.story.length > 0, 'the loss')
    expect(bench.story).toEqual(['lost with an error'])
  })

  test('by the administrator, at rest: once, where pg has two errors', async () => {
    const errors: unknown[] = []
    bench.wire.client.on('error', (error) => errors.push(error))
    await subject.kill(bench.wire)
    await until(() => bench.story.length > 0, 'the loss')
    await subject.driver.close(bench.wire, 'abort')
    expect([bench.story, errors.length]).toEqual([['lost with an error'], 2])
  })

  test("by the server's own limit, in a transaction", async () => {
    await run('set idle_in_transaction_session_timeout = 20')
    await run('begin')
    await until(() => bench.story.length > 0, 'the loss')
    expect([bench.story, subject.driver.tx(bench.wire)]).toEqual([['lost with an error'], 'unknown'])
  })

  test('by a reset of the network, in a statement', async () => {
    const { told } = bench.start('select pg_sleep(600)')
    subject.proxy.killAll()
    const { error } = await told
    expect(error).toMatchObject({ fate: 'in-doubt' })
    await until(() => bench.story.length === 3, 'the loss')
    expect(bench.story[2]).toBe('lost with an error')
  })

  test.each([
    ['the first message', 0],
    ['a later message', 1],
  ])(
    'by what is no message of the protocol, in %s: what was asked is in doubt, and nothing more is read',
    async (_which, nth) => {
      subject.proxy.tamper = (data, direction) => {
        if (direction === 'to-client') data[startOf(data, nth)] = 0x7e
        return [{ data }]
      }
      const { told } = bench.start('create temp table made ()')
      const { error } = await told
      expect(error).toMatchObject({ fate: 'in-doubt', message: expect.stringContaining('received invalid response') })
      await until(() => bench.story.length === 3, 'the loss')
      expect(bench.story.map((line) => line.replace(/ of .*:/, ''))).toEqual([
        'boundary in-doubt, transaction unknown',
        'heard create temp table made ()',
        'lost with an error',
      ])
    },
  )

  test('with its half of the socket only', async () => {
    await run('select 1')
    bench.wire.client.connection.stream.end()
    await until(() => bench.story.length > 0, 'the loss')
    expect(bench.start('select 1').sent).toBe(false)
  })
})

describe('submittables of other packages', () => {
  test('a cursor that is not read to its end owes its reply until it is closed', async () => {
    const cursor = new Cursor('select generate_series(1, 1000)')
    const carried = carry(cursor)
    expect((await cursor.read(2)).length).toBe(2)
    expect(subject.driver.owed(bench.wire)).toBe(1)
    await cursor.close()
    expect(await carried).toMatchObject({ error: null, boundary: { fate: 'ok', tx: 'none' } })
    await works()
  })

  test('a cursor that fails sends the Sync that brings the boundary', async () => {
    const cursor = new Cursor('select 1/0')
    const carried = carry(cursor)
    await expect(cursor.read(1)).rejects.toMatchObject({ code: '22012' })
    expect(await carried).toMatchObject({ boundary: { fate: 'refused-by-server', tx: 'none' } })
    await works()
  })

  test('a stream that is left early', async () => {
    const stream = new QueryStream('select generate_series(1, 100000) as n')
    const carried = carry(stream)
    for await (const row of stream) {
      expect(row).toEqual({ n: 1 })
      break
    }
    expect(await carried).toMatchObject({ boundary: { fate: 'ok' } })
    await works()
  })

  test('COPY in both directions', async () => {
    await run('create temp table copied (n int)')
    const into = copyFrom('copy copied from stdin')
    const carried = carry(into)
    into.end('1\n2\n3\n')
    expect(await carried).toMatchObject({ error: null, boundary: { fate: 'ok' } })
    const out = copyTo('copy copied to stdout')
    const listed = carry(out)
    let text = ''
    for await (const chunk of out) text += String(chunk)
    expect([text, (await listed).boundary.fate]).toEqual(['1\n2\n3\n', 'ok'])
    await works()
  })

  test('COPY that is given up', async () => {
    await run('create temp table copied (n int)')
    const into = copyFrom('copy copied from stdin')
    into.on('error', () => {})
    const carried = carry(into)
    into.write('1\n')
    into.destroy(new Error('changed my mind'))
    expect(await carried).toMatchObject({ boundary: { fate: 'refused-by-server', tx: 'none' } })
    await works()
  })

  test("a query object of the caller's own", async () => {
    const query = new pg.Query('select 1 as one')
    const rows: unknown[] = []
    query.on('row', (row) => rows.push(row))
    expect(await carry(query)).toMatchObject({ error: null, boundary: { fate: 'ok' } })
    expect(rows).toEqual([{ one: 1 }])
  })

  test('a cursor whose connection is lost', async () => {
    const cursor = new Cursor('select generate_series(1, 1000)')
    const carried = carry(cursor)
    await cursor.read(2)
    await subject.kill(bench.wire)
    expect(await carried).toMatchObject({ boundary: { fate: 'in-doubt', tx: 'unknown' } })
    await expect(cursor.read(2)).rejects.toThrow()
  })
})

/** Where the n-th message begins. */
function startOf(data: Buffer, nth: number): number {
  let at = 0
  for (let n = 0; n < nth; n += 1) at += 1 + data.readUInt32BE(at + 1)
  return at
}
