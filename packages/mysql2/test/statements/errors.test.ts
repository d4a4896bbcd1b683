import { AsyncLocalStorage } from 'node:async_hooks'
import { until } from '@muxpool/core/testing'
import { describe, expect, test } from 'vitest'
import { onBothServers } from '../harness.ts'
import { classes } from '../mysql-subject.ts'

onBothServers(
  'a statement that fails',
  (stage) => {
    test.each([
      ['select 1; select nothing; select 2', 'none', 1054],
      ['begin; select 1; select nothing', 'open', 1054],
      ['begin; select 1; commit; bad', 'none', 1064],
      ['begin; select 1', 'open', undefined],
      ['set autocommit = 0; select * from information_schema.engines', 'none', undefined],
    ])('%s: one boundary, with the state %s', async (text, tx, errno) => {
      const { boundary, error, calls } = await stage().query(text)
      expect([boundary.tx, error?.errno, calls]).toEqual([tx, errno, 1])
      await stage().query('rollback')
      await stage().works()
    })

    test('with its transaction leaves none behind, though its packet says nothing', async () => {
      const { subject, query, bench } = stage()
      await query('create table if not exists deadlocked (a int primary key, b int)')
      await query('insert ignore into deadlocked values (1, 0), (2, 0)')
      const { admin } = subject
      await admin.query('begin')
      await admin.query('update test.deadlocked set b = 1 where a = 1')
      await admin.query('update test.deadlocked set b = 2 where b >= 0 and a = 1')
      await query('begin')
      await query('update deadlocked set b = 1 where a = 2')
      const theirs = admin.query('update test.deadlocked set b = 1 where a = 2').catch((error) => error)
      await until(async () => (await waiting(stage())) > 0, 'the wait for the lock')
      const ours = await query('update deadlocked set b = 1 where a = 1')
      const other = (await theirs) as { errno?: number }
      expect([ours.error?.errno, other.errno].filter(Boolean)).toEqual([1213])
      if (ours.error) expect([ours.boundary.tx, subject.driver.tx(bench.wire)]).toEqual(['none', 'none'])
      await admin.query('rollback')
      await query('rollback')
    })

    test('keeps what a session may ask of it', async () => {
      const { query, value } = stage()
      await query('select nothing')
      expect(await value('select row_count()')).toBe(-1)
      await query('select nothing')
      expect((await query('show errors')).result).toMatchObject([['Error', 1054, expect.any(String)]])
      await query('select 1 union select 2')
      await query('select nothing')
      expect(await value('select found_rows()')).toBe(2)
    })

    test('has the text that the driver gives it', async () => {
      const { error } = await stage().query('select nothing')
      expect(error).toMatchObject({
        code: 'ER_BAD_FIELD_ERROR',
        errno: 1054,
        sqlState: '42S22',
        sql: 'select nothing',
        fate: 'refused-by-server',
      })
    })

    test.each(['', '   ', ';'])('because "%s" is none has a boundary', async (text) => {
      const { boundary, error } = await stage().query(text)
      expect([boundary.fate, boundary.tx, error?.errno]).toEqual(['refused-by-server', 'none', 1065])
      await stage().works()
    })
  },
  { multipleStatements: true },
)

async function waiting({ subject, flavour }: { subject: { admin: unknown }; flavour: string }): Promise<number> {
  const { rowsOf } = await import('../mysql-subject.ts')
  const text =
    flavour === 'mariadb'
      ? 'select count(*) from information_schema.innodb_lock_waits'
      : 'select count(*) from performance_schema.data_lock_waits'
  const mysqlPromise = (await import('mysql2/promise')).default
  const { serverOf } = await import('../mysql-subject.ts')
  const watcher = await mysqlPromise.createConnection({
    uri: (await serverOf(flavour as 'mysql' | 'mariadb')).url(),
    rowsAsArray: true,
  })
  try {
    return Number(((await rowsOf(watcher, text))[0] as unknown as unknown[])[0])
  } finally {
    await watcher.end()
    void subject
  }
}

describe('what a caller does', () => {
  onBothServers('in the middle of an answer', (stage) => {
    test('a row that he can not read is an error behind the boundary, and the rest of the rows is his too', async () => {
      const typeCast = (): never => {
        throw new Error('no parser')
      }
      const { boundary, error, calls } = await stage().query('select 1 union select 2 union select 3', { typeCast })
      expect([boundary.fate, boundary.error, error?.message, calls]).toEqual(['ok', null, 'no parser', 1])
      await stage().works()
    })

    test('what the driver has to say of it comes in the async context of the caller', async () => {
      const store = new AsyncLocalStorage<string>()
      const { subject, bench } = stage()
      const typeCast = (): never => {
        throw new Error('no parser')
      }
      const heardIn = await new Promise((resolve) => {
        const options = { sql: 'select 1 union select 2', typeCast }
        const ticket = store.run('of the caller', () =>
          subject.carry([new classes.Query(options as never, () => resolve(store.getStore()))]),
        )
        store.run('of somebody else', () => subject.driver.submit(bench.wire, ticket, () => {}))
      })
      expect(heardIn).toBe('of the caller')
    })

    test('its events come behind the boundary, but for rows', async () => {
      const { subject, bench } = stage()
      const events: string[] = []
      const command = new classes.Query({ sql: 'do 1' } as never)
      for (const event of ['fields', 'result', 'end']) command.on(event, () => events.push(event))
      const ended = new Promise((resolve) => command.once('end', resolve))
      subject.driver.submit(bench.wire, subject.carry([command]), () => events.push('boundary'))
      await ended
      expect(events).toEqual(['boundary', 'fields', 'result', 'end'])
    })

    test('a listener that throws is told to the process, and not to the protocol', async () => {
      const thrown: unknown[] = []
      const outer = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.once('uncaughtException', (error) => thrown.push(error))
      const { subject, bench } = stage()
      const command = new classes.Query({ sql: 'select 1' } as never)
      command.on('result', () => {
        throw new Error('of the listener')
      })
      const ended = new Promise((resolve) => command.once('end', resolve))
      const ticket = subject.carry([command])
      subject.driver.submit(bench.wire, ticket, () => {})
      await ended
      await stage().works()
      expect(thrown).toMatchObject([{ message: 'of the listener' }])
      for (const listener of outer) process.on('uncaughtException', listener)
    })

    test('an error that nobody listens to ends neither the process nor the connection', async () => {
      const { subject, bench } = stage()
      const ticket = subject.carry([new classes.Query({ sql: 'select nothing' } as never)])
      const boundary = await new Promise((resolve) => subject.driver.submit(bench.wire, ticket, (_, at) => resolve(at)))
      expect(boundary).toMatchObject({ fate: 'refused-by-server', tx: 'none' })
      await stage().works()
    })

    test.each([
      ['a text that is none', 5],
      ['no text', undefined],
    ])('%s is not sent', async (_what, sql) => {
      await stage().query('begin')
      const { boundary, error, calls } = await stage().query(sql as never)
      expect([boundary.fate, boundary.tx, calls]).toEqual(['not-sent', 'open', 1])
      expect(error).toBeInstanceOf(Error)
      await stage().query('rollback')
      await stage().works()
    })
  })
})
