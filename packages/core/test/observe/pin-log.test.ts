import { expect, test } from 'vitest'
import { connection, observe, pinOf, session } from './harness.ts'

test('one line for each pin: where, why, how to avoid it, digest', () => {
  const lines: string[] = []
  const { observatory } = observe({ log: (line) => lines.push(line) })
  observatory.pin(session(17), connection(3), pinOf({ digest: 'set work_mem\n  to ?' }), null)
  observatory.pin(session(18), connection(4), pinOf({ reason: 'explicit', rule: 'user', digest: null }), null)
  observatory.unpin(session(17), connection(3), pinOf(), 'session-end')
  expect(lines).toEqual([
    '[WARN] [pool=main] [session=17] pinned to [connection=3]: no other session can use the connection until this one ends. ' +
      'Reason: setting (rule pg.set). Instead: SET LOCAL inside of a transaction. Digest: "set work_mem to ?"',
    '[WARN] [pool=main] [session=18] pinned to [connection=4]: no other session can use the connection until this one ends. ' +
      'Reason: explicit (rule user). Digest: none',
  ])
})

test('a log that throws is told once, and the pin is counted all the same', () => {
  const { observatory, world } = observe({
    log: () => {
      throw new Error('disk full')
    },
  })
  observatory.pin(session(1), connection(1), pinOf(), null)
  observatory.pin(session(2), connection(1), pinOf(), null)
  expect(world.warnings).toEqual(['MUX_LISTENER_THREW: the log function of the pool threw: Error: disk full'])
  expect(observatory.pinReport().rows[0]?.count).toBe(2)
})
