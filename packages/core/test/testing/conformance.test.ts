import { describe, expect, test } from 'vitest'
import { conformance, conformanceCases, type Subject } from '../../src/testing/conformance.ts'
import { FakeDriver } from '../../src/testing/fake-driver.ts'
import { FakeTicket } from '../../src/testing/fake-ticket.ts'
import type { FakeEvent, FakeWire } from '../../src/testing/fake-wire.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

const waits = 'select 99'

/** The fake driver on a clock of its own, which moves on by itself while a case waits for its deadline. */
async function fakeSubject(): Promise<Subject<FakeWire, FakeTicket>> {
  const clock = new VirtualClock()
  const [driver, refused] = [new FakeDriver(clock), new FakeDriver(clock)]
  refused.failOpen = () => Object.assign(new Error('no such database'), { kind: 'permanent' as const })
  const waiting = new Map<FakeWire, FakeEvent>()
  let frozen = false
  let closed = false
  driver.schedule = (event) => {
    if (frozen) return
    const { kind, wire } = event
    if (kind === 'reply' && wire !== null && wire.runs === waits) waiting.set(wire, event)
    else queueMicrotask(event.happen)
    const held = kind === 'cancel' && wire !== null ? waiting.get(wire) : undefined
    if (held !== undefined) queueMicrotask(held.happen)
  }
  const pass = async (): Promise<void> => {
    while (!closed) await clock.advance(10)
  }
  void pass()
  return {
    driver,
    refused,
    clock,
    texts: {
      one: 'select 1',
      fails: 'select 1/0',
      begin: 'begin',
      rollback: 'rollback',
      waits,
      leaves: "set app.a = 'x'",
      shows: 'show app.a',
    },
    afterError: 'failed',
    reported: { text: "set timezone = 'mars'", name: 'timezone', value: 'mars' },
    ticket: (text, heard) => new FakeTicket(text, { heard }),
    kill: async (wire) => wire.lose(),
    connections: async () => driver.wires.size + refused.wires.size,
    freeze: () => {
      frozen = true
    },
    holds: (wire) => wire.held,
    close: async () => {
      closed = true
    },
  }
}

describe('the fake driver does what every driver must do', () => {
  for (const { name, skip, run } of conformance({
    'a cancel whose server is silent is given up in time':
      'a signal of the fake server needs no connection that could be silent',
  })) {
    test.skipIf(skip !== null)(skip === null ? name : `${name} (skipped: ${skip})`, () => run(fakeSubject))
  }
})

describe('the suite', () => {
  test('has names that tell its cases apart', () => {
    expect(new Set(conformanceCases.map(({ name }) => name)).size).toBe(conformanceCases.length)
  })

  test('takes no skip without a reason, nor of a case that it does not have', () => {
    const name = conformanceCases[0]!.name
    expect(conformance({ [name]: 'for a good reason' })[0]).toMatchObject({ name, skip: 'for a good reason' })
    expect(() => conformance({ [name]: '  ' })).toThrow('has no reason')
    expect(() => conformance({ 'no such case': 'reason' })).toThrow('no case is named')
  })

  /** Each fault in the driver, and the cases that notice it. */
  const faults: { readonly [fault: string]: (driver: FakeDriver) => void } = {
    'tells the caller before the boundary': (driver) => {
      const submit = driver.submit.bind(driver)
      driver.submit = (wire, ticket, settled) =>
        submit(wire, ticket, (same, boundary) => {
          ticket.tell({ rows: [['1']], error: boundary.error })
          settled(same, boundary)
        })
    },
    'takes statements on a dead connection': (driver) => {
      const submit = driver.submit.bind(driver)
      driver.submit = (...args) => submit(...args) || true
    },
    'forgets what is owed': (driver) => {
      driver.owed = () => 0
    },
    'resets nothing': (driver) => {
      driver.reset = async () => {}
    },
    'resolves a close at once': (driver) => {
      const close = driver.close.bind(driver)
      driver.close = async (...args) => void close(...args)
    },
    'never says that a connection holds': (driver) => {
      driver.hold = () => {}
    },
    'guesses the transaction state': (driver) => {
      driver.tx = () => 'none'
    },
    'runs control statements behind a failed one': (driver) => {
      const control = driver.control.bind(driver)
      driver.control = async (wire, batch, context) => {
        const results = []
        for (const one of batch)
          results.push(
            await control(wire, [one], context).then(
              ([rows = []]) => rows,
              () => [],
            ),
          )
        return results
      }
    },
    'feels a pulse in everything': (driver) => {
      driver.pulse = async () => true
    },
    'takes every failure to open for a passing one': (driver) => {
      driver.judgeOpenError = () => 'transient'
    },
  }

  test.each(Object.keys(faults))('notices a driver that %s', async (fault) => {
    const failed: string[] = []
    for (const { name, run } of conformanceCases) {
      const subject = await fakeSubject()
      for (const driver of [subject.driver, subject.refused]) faults[fault]!(driver as FakeDriver)
      await Promise.race([run(subject), hangs()]).catch(() => failed.push(name))
      await subject.close()
      if (failed.length > 0) break
    }
    expect(failed.length).toBe(1)
  })
})

/** Rejects for a case that waits for what a faulty driver never does. */
async function hangs(): Promise<never> {
  for (let turn = 0; turn < 500; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  throw new Error('it hangs')
}
