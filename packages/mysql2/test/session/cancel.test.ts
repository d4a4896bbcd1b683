import { systemClock } from '@muxpool/core/adapter'
import { Bench, until, within } from '@muxpool/core/testing'
import { expect, test } from 'vitest'
import { Connector } from '../../src/connector.ts'
import { ControlLines } from '../../src/control-line.ts'
import { sendCancel } from '../../src/signals.ts'
import { onBothServers } from '../harness.ts'
import { classes, module, rowsOf } from '../mysql-subject.ts'

const waits = 'select 1 from (select 1 as n) as t where sleep(600)'
const quit = Buffer.from([1, 0, 0, 0, 1])

onBothServers('a cancel', (stage) => {
  test('that comes before the server has read the statement ends it all the same', async () => {
    const { subject, bench } = stage()
    subject.proxy.tamper = (data, direction) =>
      direction === 'to-server' && data.includes('sleep(600)') ? [{ data, delayMillis: 250 }] : [{ data }]
    const { told } = bench.start(waits)
    const started = performance.now()
    await subject.driver.cancel(bench.wire, bench.context)
    expect((await told).error).toMatchObject({ errno: 1317, fate: 'refused-by-server' })
    expect(performance.now() - started).toBeLessThan(5_000)
    await stage().works()
  })

  test('is not sent to another server, where the number is somebody else', async () => {
    const { subject, bench } = stage()
    const config = () => ({
      host: subject.proxy.host,
      port: subject.proxy.port,
      user: subject.user,
      password: 'secret',
    })
    const hooks = { initQuery: [], onConnect: null, announce: () => {} }
    const lines = new ControlLines(new Connector({ mysql2: module, hooks, config }), classes)
    const { told } = bench.start(waits)
    await expect(sendCancel(lines, bench.wire, 'another identity', bench.context)).rejects.toThrow('another server')
    expect(subject.driver.owed(bench.wire)).toBe(1)
    await subject.driver.cancel(bench.wire, bench.context)
    expect((await told).error).toMatchObject({ errno: 1317 })
  })

  test('that finds no place on the server rejects, and leaves nothing behind', async () => {
    const { subject } = stage()
    // Counted are the connections that were opened under the limit.
    await subject.admin.query(`alter user ${subject.user}@'%' with max_user_connections 1`)
    const bench = await Bench.open(subject)
    const { told } = bench.start(waits)
    await expect(subject.driver.cancel(bench.wire, bench.context)).rejects.toMatchObject({ errno: 1226 })
    await subject.admin.query(`alter user ${subject.user}@'%' with max_user_connections 0`)
    await subject.driver.cancel(bench.wire, bench.context)
    await told
    await until(async () => (await subject.connections()) === 2, 'the end of the line')
  })

  test('of many at once takes one connection of the server', async () => {
    const { subject } = stage()
    const benches = await Promise.all(Array.from({ length: 5 }, () => Bench.open(subject)))
    const waiting = benches.map((bench) => bench.start(waits).told)
    const made = async () =>
      Number(((await rowsOf(subject.admin, "show global status like 'Connections'"))[0] as unknown as string[])[1])
    const before = await made()
    await Promise.all(benches.map((bench) => subject.driver.cancel(bench.wire, bench.context)))
    for (const { error } of await Promise.all(waiting)) expect(error).toMatchObject({ errno: 1317 })
    expect((await made()) - before).toBe(1)
  })

  test('waits for the line before it to be gone, and takes no second place', async () => {
    const { subject, bench } = stage()
    subject.proxy.slowCloseMillis = 100
    let most = 0
    let farewells = 0
    subject.proxy.tamper = (data) => {
      most = Math.max(most, subject.proxy.open)
      if (data.equals(quit)) farewells += 1
      return [{ data }]
    }
    const cancels: Promise<void>[] = []
    for (let n = 0; n < 3; n += 1) {
      await until(async () => farewells === n, 'the good-bye of the line before')
      const { told } = bench.start(waits)
      cancels.push(subject.driver.cancel(bench.wire, bench.context))
      expect((await told).error).toMatchObject({ errno: 1317 })
    }
    await Promise.all(cancels)
    // The connection and one line.
    expect(most).toBe(2)
  })

  test('of what has ended sends nothing that a later statement could feel', async () => {
    const { subject, bench } = stage()
    for (let n = 0; n < 100; n += 1) {
      const { told } = bench.start('select 1 from (select 1 as n) as t where sleep(0.001) = 0')
      const cancelled = subject.driver.cancel(bench.wire, within(systemClock))
      await told
      await cancelled
      expect((await bench.run('select 1 from (select 1 as n) as t where sleep(0.0005) = 0')).error).toBeNull()
    }
  })

  test('leaves the transaction that the statement was in', async () => {
    const { subject, bench } = stage()
    await bench.run('create temporary table kept (n int)')
    await bench.run('begin')
    await bench.run('insert into kept values (1)')
    const { told } = bench.start(waits)
    await subject.driver.cancel(bench.wire, bench.context)
    await told
    expect(subject.driver.tx(bench.wire)).toBe('open')
    expect((await bench.run('select * from kept')).rows).toEqual([[1]])
    await bench.run('rollback')
  })
})
