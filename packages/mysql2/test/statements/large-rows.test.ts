import { Bench } from '@muxpool/core/testing'
import { expect, test } from 'vitest'
import type { Mysql2Packet } from '../../src/driver-members.ts'
import { onBothServers } from '../harness.ts'
import { classes } from '../mysql-subject.ts'

const text = "select 1 as n, 'small' as x union all select 2, repeat('x', 17000000) union all select 3, 'last'"

/** A packet that was put together of several; a clone forgets of how many, as the driver's does. */
function packet(sequenceId: number, numPackets: number): Mysql2Packet {
  const buffer = Buffer.from([1, 0, 0, sequenceId, 0x20])
  const parts = { sequenceId, numPackets, buffer, start: 0, end: 5, asError: () => new Error('it is none') }
  return { ...parts, clone: () => packet(sequenceId, 1) }
}

onBothServers('a row of more than 16 MB', (stage) => {
  test('is read while its reader is slow', async () => {
    const { subject } = stage()
    await subject.admin.query('set global max_allowed_packet = 67108864')
    const bench = await Bench.open(subject)
    const command = new classes.Query({ sql: text } as never) as never as {
      stream(options: object): AsyncIterable<{ n: number; x: string }>
    }
    const settled = new Promise((resolve) =>
      subject.driver.submit(bench.wire, subject.carry([command as never]), (_, at) => resolve(at)),
    )
    const lengths: number[] = []
    for await (const { x } of command.stream({ highWaterMark: 1 })) {
      await new Promise((resolve) => setImmediate(resolve))
      lengths.push(x.length)
    }
    expect([lengths, await settled]).toEqual([[5, 17_000_000, 4], { tx: 'none', fate: 'ok', error: null }])
  })

  test('keeps its place in the order of packets while the connection is paused', () => {
    const { connection } = stage().bench.wire
    const seen: number[] = []
    connection.addCommand({
      execute: (one) => {
        if (one !== undefined) seen.push(one.sequenceId)
        return false
      },
    })
    connection.sequenceId = 1
    ;(connection as unknown as { pause(): void }).pause()
    for (const one of [packet(1, 1), packet(2, 2), packet(4, 1)]) connection.handlePacket(one)
    expect(seen).toEqual([])
    connection.resume()
    expect([seen, stage().bench.wire.usable]).toEqual([[1, 2, 4], true])
  })
})
