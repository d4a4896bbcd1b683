import { until } from '@muxpool/core/testing'
import { expect, test } from 'vitest'
import { onBothServers, type Stage } from '../harness.ts'
import { classes } from '../mysql-subject.ts'

const lost = ({ bench }: Stage): Promise<void> =>
  until(() => bench.log.some((line) => line.startsWith('lost')), 'the loss')

onBothServers('a connection that ends', (stage) => {
  test.each([
    ['at rest', 0],
    ['twice as far away', 7],
  ])(
    'by a packet that is out of order, %s: what was asked is in doubt, and nothing more is read',
    async (_where, by) => {
      const { subject, bench } = stage()
      subject.proxy.tamper = (data, direction) => {
        if (direction === 'to-client') data.writeUInt8((data.readUInt8(3) + 1 + by) % 256, 3)
        return [{ data }]
      }
      const { told } = bench.start('do 1')
      expect((await told).error).toMatchObject({ code: 'PROTOCOL_PACKETS_OUT_OF_ORDER', fate: 'in-doubt' })
      await lost(stage())
      expect(bench.story.map((line) => line.replace(/ of .*:/, ''))).toEqual([
        'boundary in-doubt, transaction unknown',
        'heard do 1',
        'lost with an error',
      ])
    },
  )

  test('by an answer that is none', async () => {
    const { subject, bench } = stage()
    subject.proxy.tamper = (data, direction) => {
      // An OK whose numbers reach beyond its packet.
      if (direction === 'to-client') data.fill(0xfe, 5)
      return [{ data }]
    }
    const { told } = bench.start('do 1')
    expect((await told).error).toMatchObject({ fate: 'in-doubt' })
    await lost(stage())
  })

  test('by what nobody has asked for', async () => {
    const { subject, bench } = stage()
    bench.log.length = 0
    let extra = true
    subject.proxy.tamper = (data, direction) => {
      const more = direction === 'to-client' && extra
      if (more) extra = false
      return more ? [{ data }, { data: Buffer.from([7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]), delayMillis: 20 }] : [{ data }]
    }
    await bench.run('do 1')
    await lost(stage())
    expect(bench.start('do 1').sent).toBe(false)
  })

  test("behind an error, before the state is known: with the server's own error, in doubt", async () => {
    const { subject, bench } = stage()
    await bench.run('begin')
    let answers = 0
    subject.proxy.tamper = (data, direction) => {
      if (direction === 'to-server') return [{ data }]
      answers += 1
      return answers === 1 ? [{ data }] : []
    }
    const { told } = bench.start('select nothing')
    await until(() => answers > 1, 'the question for the state')
    expect(subject.driver.owed(bench.wire)).toBe(1)
    subject.proxy.killAll()
    expect((await told).error).toMatchObject({ errno: 1054, fate: 'in-doubt' })
    await lost(stage())
    expect(subject.driver.tx(bench.wire)).toBe('unknown')
  })

  test("by the server's own limit, at rest: once, with its reason where it gives one", async () => {
    const { bench } = stage()
    await bench.run('set wait_timeout = 1')
    bench.log.length = 0
    await new Promise<void>((resolve) => bench.wire.whenGone(resolve))
    expect([bench.story, bench.wire.fault]).toEqual([['lost with an error'], expect.any(Error)])
    // https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: ER_CLIENT_INTERACTION_TIMEOUT
    if (stage().flavour === 'mysql') expect(bench.wire.fault?.message).toMatch(/inactivity/)
  })

  test('by its own wish, behind an answer', async () => {
    const { bench } = stage()
    bench.log.length = 0
    expect((await bench.run('commit release')).error).toBeNull()
    await lost(stage())
    expect(bench.story.at(-1)).toBe('lost with an error')
  })

  test('by its own hand, in the middle of a statement', async () => {
    const { bench } = stage()
    const { error } = await bench.run('kill connection_id()')
    expect(error).toMatchObject({ fate: 'in-doubt' })
    await lost(stage())
  })

  test('by a reset of the network, with a file on its way', async () => {
    const { bench, subject } = stage()
    const { Readable } = await import('node:stream')
    await bench.run('create temporary table loaded (n int)')
    let sent = 0
    const endless = new Readable({
      read() {
        sent += 1
        setImmediate(() => this.push('1\n'))
      },
    })
    const told = new Promise((resolve) => {
      const options = { sql: "load data local infile 'x' into table loaded", infileStreamFactory: () => endless }
      const ticket = subject.carry([new classes.Query(options as never, resolve)])
      subject.driver.submit(bench.wire, ticket, () => {})
    })
    await until(() => sent > 3, 'the file')
    subject.proxy.killAll()
    expect(await told).toMatchObject({ fate: 'in-doubt' })
    expect(endless.destroyed).toBe(true)
  })

  test('with half of its socket only', async () => {
    const { bench } = stage()
    bench.wire.connection.stream.end()
    await lost(stage())
    expect(bench.start('do 1').sent).toBe(false)
  })

  test('because a wrong password was given to change the user with', async () => {
    const { subject, bench, flavour } = stage()
    const told = new Promise((resolve) => {
      const options = { user: subject.user, password: 'wrong', database: 'test', charsetNumber: 224 }
      const ticket = subject.carry([new classes.ChangeUser(options as never, resolve)])
      subject.driver.submit(bench.wire, ticket, () => {})
    })
    expect(await told).toMatchObject({ errno: 1045 })
    if (flavour === 'mysql') await lost(stage())
    else await expect(subject.driver.reset(bench.wire, bench.context)).rejects.toThrow()
  })
})
