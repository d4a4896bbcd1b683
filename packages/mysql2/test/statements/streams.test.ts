import { Readable } from 'node:stream'
import type { Boundary } from '@muxpool/core/adapter'
import { until } from '@muxpool/core/testing'
import { describe, expect, test } from 'vitest'
import type { Mysql2Command } from '../../src/driver-members.ts'
import type { Statement } from '../../src/statement.ts'
import { onBothServers, type Stage } from '../harness.ts'
import { classes } from '../mysql-subject.ts'

const manyRows = (n: number): string =>
  `with recursive numbers as (select 1 as n union all select n + 1 from numbers where n < ${n}) ` +
  "select /*+ SET_VAR(cte_max_recursion_depth = 1000000) */ n, repeat('x', 1000) as x from numbers"

interface Streaming {
  readonly rows: Readable
  readonly ticket: Statement
  readonly settled: Promise<Boundary>
}

function stream({ subject, bench }: Stage, sql: string, options?: object): Streaming {
  const command = new classes.Query({ sql } as never) as Mysql2Command & { stream(options?: object): Readable }
  const ticket = subject.carry([command])
  const settled = new Promise<Boundary>((resolve) => {
    ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, (_, at) => resolve(at)))
  })
  return { rows: command.stream(options), ticket, settled }
}

describe('streams', () => {
  onBothServers('of rows', (stage) => {
    test('with a slow reader owe their answer until the end', async () => {
      const { bench, subject } = stage()
      const { rows, settled } = stream(stage(), manyRows(900), { highWaterMark: 1 })
      let seen = 0
      for await (const _ of rows) {
        if (seen < 800) expect(subject.driver.owed(bench.wire)).toBe(1)
        seen += 1
        if (seen % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      expect([seen, await settled]).toEqual([900, { tx: 'none', fate: 'ok', error: null }])
      await stage().works()
    })

    test('that pause between the columns and the first row', async () => {
      const { bench, subject } = stage()
      const command = new classes.Query({ sql: manyRows(20) } as never)
      const seen: unknown[] = []
      command.on('fields', () => {
        bench.wire.connection.pause()
        setImmediate(() => bench.wire.connection.resume())
      })
      command.on('result', (row) => seen.push(row))
      const settled = new Promise<Boundary>((resolve) => {
        const ticket = subject.carry([command])
        ticket.context.runInAsyncScope(() => subject.driver.submit(bench.wire, ticket, (_, at) => resolve(at)))
      })
      expect([await settled, seen.length]).toEqual([{ tx: 'none', fate: 'ok', error: null }, 20])
      await stage().works()
    })

    test('that are left early', async () => {
      const { rows, settled } = stream(stage(), manyRows(900), { highWaterMark: 1 })
      for await (const row of rows) {
        expect(row).toMatchObject({ n: 1 })
        break
      }
      expect(await settled).toMatchObject({ fate: 'ok', tx: 'none' })
      await stage().works()
    })

    test('do not touch the connection behind their end', async () => {
      const { bench } = stage()
      const { rows, settled } = stream(stage(), 'select 1')
      await settled
      const resumed: string[] = []
      const { resume } = bench.wire.connection
      bench.wire.connection.resume = () => {
        resumed.push('resumed')
        resume.call(bench.wire.connection)
      }
      rows.read()
      rows.destroy()
      await stage().works()
      expect(resumed).toEqual([])
    })

    test('that fail', async () => {
      const { rows, settled } = stream(stage(), 'select nothing')
      await expect(rows.toArray()).rejects.toMatchObject({ errno: 1054 })
      expect(await settled).toMatchObject({ fate: 'refused-by-server' })
      await stage().works()
    })

    test('whose connection is lost end with an error', async () => {
      const { bench, subject } = stage()
      const { rows, settled } = stream(stage(), manyRows(900), { highWaterMark: 1 })
      const read = rows.toArray()
      subject.proxy.killAll()
      await expect(read).rejects.toMatchObject({ fate: 'in-doubt' })
      expect(await settled).toMatchObject({ fate: 'in-doubt', tx: 'unknown' })
      await until(() => bench.log.includes('lost with an error'), 'the loss')
    })

    test('that core gives up let go of the connection', async () => {
      const { bench, subject } = stage()
      const { rows, ticket, settled } = stream(stage(), manyRows(900), { highWaterMark: 1 })
      await new Promise((resolve) => rows.once('readable', resolve))
      const gone = new Error('given up')
      const failed = new Promise((resolve) => rows.once('error', resolve))
      ticket.refuse(gone)
      expect(await failed).toBe(gone)
      await settled
      await subject.driver.control(bench.wire, [], bench.context)
      await stage().works()
    })
  })

  onBothServers('of a file', (stage) => {
    const load = (infileStreamFactory: unknown) =>
      stage().query("load data local infile 'rows' into table loaded", { infileStreamFactory })
    const loaded = () => stage().value('select count(*) from loaded')
    const makeTable = () => stage().query('create temporary table loaded (n int)')

    test('are sent', async () => {
      await makeTable()
      const { boundary, error } = await load(() => Readable.from([Buffer.from('1\n2\n'), Buffer.from('3\n')]))
      expect([boundary.fate, error, await loaded()]).toEqual(['ok', null, 3])
    })

    test.each<[string, unknown, RegExp]>([
      ['that nobody gives', undefined, /you must provide streamFactory/],
      [
        'whose maker throws',
        () => {
          throw new Error('no such file')
        },
        /no such file/,
      ],
      [
        'that breaks',
        () =>
          new Readable({
            read() {
              this.destroy(new Error('broken file'))
            },
          }),
        /broken file/,
      ],
    ])('%s: the server gets none, the caller an error, and the connection stays', async (_what, factory, message) => {
      await makeTable()
      const { boundary, error, calls } = await load(factory)
      expect([boundary.fate, calls]).toEqual(['ok', 1])
      expect(error?.message).toMatch(message)
      expect(await loaded()).toBe(0)
      await stage().works()
    })

    test('that the server refuses', async () => {
      const { boundary, error } = await stage().query("load data local infile 'rows' into table not_there")
      expect([boundary.fate, error?.errno]).toEqual(['refused-by-server', 1146])
      await stage().works()
    })

    test('that never ends is ended by a cancel', async () => {
      const { subject, bench } = stage()
      await makeTable()
      let sent = 0
      const endless = new Readable({
        read() {
          sent += 1
          setImmediate(() => this.push('1\n'))
        },
      })
      const command = new classes.Query(
        { sql: "load data local infile 'x' into table loaded", infileStreamFactory: () => endless } as never,
        () => {},
      )
      const ticket = subject.carry([command])
      const settled = new Promise<Boundary>((resolve) =>
        subject.driver.submit(bench.wire, ticket, (_, at) => resolve(at)),
      )
      await until(() => sent > 3, 'the file')
      const cancelled = subject.driver.cancel(bench.wire, bench.context)
      ticket.refuse(new Error('cancelled'))
      await cancelled
      expect((await settled).fate).not.toBe('in-doubt')
      expect(endless.destroyed).toBe(true)
      await stage().works()
    })
  })
})
