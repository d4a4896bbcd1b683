import { Bench } from '@muxpool/core/testing'
import { describe, expect, test } from 'vitest'
import { SessionStatements } from '../../src/session-statements.ts'
import { onBothServers, prepareAndExecute, type Stage } from '../harness.ts'
import { classes, rowsOf } from '../mysql-subject.ts'

/** How many statements the server keeps for all connections. */
async function kept({ subject }: Stage): Promise<number> {
  const [row] = await rowsOf(subject.admin, "show global status like 'Prepared_stmt_count'")
  return Number((row as unknown as string[])[1])
}

async function tenants({ subject }: Stage): Promise<void> {
  for (const name of ['tenant_a', 'tenant_b']) {
    await subject.admin.query(`create database if not exists ${name}`)
    await subject.admin.query(`create or replace view ${name}.whose as select '${name}' as name`)
  }
}

describe('prepared statements', () => {
  onBothServers('of the driver', (stage) => {
    test('are prepared once for all sessions that share a state', async () => {
      const before = await kept(stage())
      for (let n = 0; n < 5; n += 1) {
        const { result, boundary } = await stage().execute('select ? + 1', [n])
        expect([result, boundary.fate]).toEqual([[[n + 1]], 'ok'])
      }
      expect((await kept(stage())) - before).toBe(1)
    })

    test('that fail have their own error, once, and leave nothing behind', async () => {
      await stage().query('begin')
      const { boundary, error, calls } = await stage().execute('select nothing')
      expect([boundary.fate, boundary.tx, error?.errno, calls]).toEqual(['refused-by-server', 'open', 1054, 1])
      const failed = await stage().execute('select 1 union select ? union select (select 1 union select 2)', [1])
      expect([failed.boundary.tx, failed.error?.errno, failed.calls]).toEqual(['open', 1242, 1])
      await stage().query('rollback')
      await stage().works()
    })

    test('tell of an error by events too', async () => {
      const { subject, bench } = stage()
      const events: string[] = []
      const [prepare, execute] = prepareAndExecute({ sql: 'select nothing', values: [] })
      execute!.on('error', (error: { errno: number }) => events.push(`error ${error.errno}`))
      const ended = new Promise<void>((resolve) => execute!.on('end', () => resolve()))
      const ticket = subject.carry([prepare!, execute!])
      subject.driver.submit(bench.wire, ticket, (_, { fate }) => events.push(fate))
      await ended
      expect(events).toEqual(['refused-by-server', 'error 1054'])
    })

    test('with values that can not be sent are not sent, and were prepared', async () => {
      const unsendable = {
        toJSON: () => {
          throw new Error('no value')
        },
      }
      await stage().query('begin')
      for (let n = 0; n < 2; n += 1) {
        const { boundary, error, calls } = await stage().execute('select ?', [unsendable])
        expect([boundary.fate, boundary.tx, error?.message, calls]).toEqual(['not-sent', 'open', 'no value', 1])
      }
      await stage().query('rollback')
      await stage().works()
    })

    test('are closed when there are too many of them on the connection', async () => {
      const before = await kept(stage())
      for (let n = 0; n < 300; n += 1) await stage().execute(`select ${n}`)
      expect((await kept(stage())) - before).toBe(256)
      expect((await stage().execute('select 0')).result).toEqual([[0]])
    })

    test('of others make room when the server has no place for one more', async () => {
      for (let n = 0; n < 20; n += 1) await stage().execute(`select ${n}`)
      const { admin } = stage().subject
      await admin.query(`set global max_prepared_stmt_count = ${await kept(stage())}`)
      try {
        expect(await stage().execute('select 1000')).toMatchObject({ error: null, result: [[1000]] })
        // No others are left to make room.
        const mine = new SessionStatements(100)
        await stage().subject.driver.claim(stage().bench.wire, ticketOf(stage(), mine), true, stage().bench.context)
        // A Close has no answer: it is done when something behind it is.
        await stage().works()
        await admin.query(`set global max_prepared_stmt_count = ${await kept(stage())}`)
        expect((await stage().execute('select 1001', [], mine)).error?.errno).toBe(1461)
      } finally {
        await admin.query('set global max_prepared_stmt_count = 16382')
      }
      await stage().works()
    })

    test('several results, and a procedure', async () => {
      const { admin } = stage().subject
      await admin.query('drop procedure if exists test.two_results')
      await admin.query('create procedure test.two_results(n int) begin select n; select n + 1; start transaction; end')
      const { result, boundary } = await stage().execute('call two_results(?)', [7])
      expect([(result as unknown[]).slice(0, 2), boundary.tx]).toEqual([[[[7]], [[8]]], 'open'])
      await stage().query('rollback')
    })

    test('without a run: only prepared', async () => {
      const { boundary, error, result } = await stage().carry((told) => [new classes.Prepare({ sql: 'do 1' }, told)])
      expect([boundary, error]).toEqual([{ tx: 'none', fate: 'ok', error: null }, null])
      expect(result).toMatchObject({ query: 'do 1' })
      const again = await stage().carry((told) => [new classes.Prepare({ sql: 'do 1' }, told)])
      expect([again.boundary.fate, again.calls]).toEqual(['ok', 1])
      await stage().works()
    })
  })

  onBothServers('in a state of their own', (stage) => {
    test("a neighbour's statement is not a session's, once the session has another schema", async () => {
      await tenants(stage())
      await stage().query('use tenant_a')
      await stage().subject.driver.reset(stage().bench.wire, stage().bench.context)
      const text = 'select name from whose where 1 = ?'
      // As if tenant_a were everybody's schema.
      const { subject } = stage()
      const bench = await Bench.open({ ...subject, driver: subject.driverFor({ database: 'tenant_a' }) })
      const on = (statements: SessionStatements, sql: string) => runOn(stage(), bench, statements, sql)
      expect(await on(new SessionStatements(9), text)).toEqual([['tenant_a']])
      const mine = new SessionStatements(9)
      await bench.driver.claim(bench.wire, ticketOf(stage(), mine), false, bench.context)
      await bench.run('use tenant_b')
      expect(await on(mine, text)).toEqual([['tenant_b']])
    })

    test('a session keeps what it prepared before, as on a connection of its own', async () => {
      await tenants(stage())
      const { subject } = stage()
      const bench = await Bench.open({ ...subject, driver: subject.driverFor({ database: 'tenant_a' }) })
      const other = await Bench.open({ ...subject, driver: subject.driverFor({ database: 'tenant_a' }) })
      const text = 'select name from whose where 2 = ? + 1'
      const mine = new SessionStatements(9)
      expect(await runOn(stage(), other, mine, text)).toEqual([['tenant_a']])
      await bench.driver.claim(bench.wire, ticketOf(stage(), mine), false, bench.context)
      await bench.run('use tenant_b')
      expect(await runOn(stage(), bench, mine, text)).toEqual([['tenant_a']])
      mine.forgetAll()
      expect(await runOn(stage(), bench, mine, text)).toEqual([['tenant_b']])
    })

    test('a session that claims a connection takes over what is there already', async () => {
      const mine = new SessionStatements(9)
      await stage().execute('select 51 + ?', [1], mine)
      const { subject, bench } = stage()
      const before = await kept(stage())
      expect(subject.driver.claim(bench.wire, ticketOf(stage(), mine), true, bench.context)).toBeNull()
      expect((await stage().execute('select 51 + ?', [1], mine)).result).toEqual([[52]])
      expect(await kept(stage())).toBe(before)
    })

    test('what the server reports makes the connection its own, where no text has shown it', async () => {
      await tenants(stage())
      const { subject } = stage()
      const bench = await Bench.open({ ...subject, driver: subject.driverFor({ database: 'tenant_a' }) })
      const text = 'select name from whose where 3 = ? + 2'
      expect(await runOn(stage(), bench, new SessionStatements(9), text)).toEqual([['tenant_a']])
      await bench.run('use tenant_b')
      expect(await runOn(stage(), bench, new SessionStatements(9), text)).toEqual([['tenant_b']])
    })

    test('a reset ends them all, for the server and for the driver', async () => {
      const before = await kept(stage())
      await stage().execute('select 41 + ?', [1])
      await stage().subject.driver.reset(stage().bench.wire, stage().bench.context)
      expect((await kept(stage())) - before).toBe(0)
      expect((await stage().execute('select 41 + ?', [1])).result).toEqual([[42]])
    })
  })
})

function ticketOf({ subject }: Stage, statements: SessionStatements) {
  return subject.carry([new classes.Query({ sql: 'do 1' }, () => {})], statements)
}

function runOn(
  { subject }: Stage,
  bench: Stage['bench'],
  statements: SessionStatements,
  sql: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { sql, values: [1], rowsAsArray: true }
    const told = (error: unknown, rows: unknown): void => (error ? reject(error) : resolve(rows))
    bench.submit(subject.carry(prepareAndExecute(options, told as never), statements), sql)
  })
}
