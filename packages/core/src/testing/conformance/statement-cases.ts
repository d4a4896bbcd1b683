import { strict as assert } from 'node:assert'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ConformanceCase } from './case.ts'
import { Bench } from './subject.ts'

export const statementCases: readonly ConformanceCase[] = [
  {
    name: 'the boundary comes before the caller hears',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { rows, error } = await bench.run(subject.texts.one)
      assert.deepEqual([rows.length, String(rows[0]?.[0]), error], [1, '1', null])
      const { one } = subject.texts
      assert.deepEqual(bench.story, [`boundary of ${one}: ok, transaction none`, `heard ${one}`])
    },
  },
  {
    name: 'an error is held back until its boundary, which knows the transaction',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { begin, fails } = subject.texts
      await bench.run(begin)
      const { error } = await bench.run(fails)
      assert.deepEqual(bench.story.slice(2), [
        `boundary of ${fails}: refused-by-server, transaction ${subject.afterError}`,
        `heard ${fails}`,
      ])
      assert.ok(error !== null && bench.boundaries[1]?.error === error, 'the caller hears the error of the boundary')
    },
  },
  {
    name: 'the transaction state is what the server says',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { driver, wire } = bench
      const seen = [driver.tx(wire)]
      const { one, begin, fails, rollback } = subject.texts
      for (const text of [one, begin, one, fails, fails, rollback, fails, one]) {
        await bench.run(text)
        seen.push(driver.tx(wire))
      }
      const { afterError } = subject
      assert.deepEqual(seen, ['none', 'none', 'open', 'open', afterError, afterError, 'none', 'none', 'none'])
      assert.deepEqual(
        bench.boundaries.map(({ tx }) => tx),
        seen.slice(1),
      )
    },
  },
  {
    name: 'a reply is owed from submitting to the boundary',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { driver, wire } = bench
      const owed = [driver.owed(wire)]
      const heard = new Promise<void>((resolve) => {
        const ticket = subject.ticket(subject.texts.one, () => resolve())
        bench.submit(ticket, subject.texts.one, wire, () => owed.push(driver.owed(wire)))
        owed.push(driver.owed(wire))
      })
      await heard
      assert.deepEqual(owed, [0, 1, 0])
    },
  },
  {
    name: 'the next statement may be written at the boundary of the one before it',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { one, fails } = subject.texts
      for (const first of [one, fails]) {
        bench.log.length = 0
        const told = new Promise<void>((resolve) => {
          const second = subject.ticket(one, () => {
            bench.log.push('heard the second')
            resolve()
          })
          const ticket = subject.ticket(first, () => bench.log.push('heard the first'))
          bench.submit(ticket, first, bench.wire, () => assert.ok(bench.submit(second, 'the second')))
        })
        await told
        assert.deepEqual(
          bench.story.map((line) => line.replace(/:.*/, '')),
          [`boundary of ${first}`, 'heard the first', 'boundary of the second', 'heard the second'],
        )
      }
    },
  },
  {
    name: 'the caller hears in his own async context',
    run: async (subject) => {
      const store = new AsyncLocalStorage<string>()
      const bench = await store.run('of the pool', () => Bench.open(subject))
      const { one, fails } = subject.texts
      for (const text of [one, fails]) {
        const heardIn = await new Promise((resolve) => {
          const ticket = store.run('of the caller', () => subject.ticket(text, () => resolve(store.getStore())))
          store.run('of somebody else', () => bench.submit(ticket, text))
        })
        assert.equal(heardIn, 'of the caller')
      }
    },
  },
  {
    name: 'a caller is told once, whatever he is told first',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const heard: (Error | null)[] = []
      const ticket = subject.ticket(subject.texts.one, ({ error }) => heard.push(error))
      const settled = new Promise<void>((resolve) => bench.submit(ticket, subject.texts.one, bench.wire, resolve))
      const first = new Error('cancelled')
      ticket.refuse(first)
      ticket.refuse(new Error('again'))
      await settled
      await bench.run(subject.texts.one)
      assert.deepEqual(heard, [first])
    },
  },
  {
    name: 'a statement that is refused before it has a connection tells its caller',
    run: async (subject) => {
      const error = new Error('no connection came')
      const told = await new Promise((resolve) => {
        subject.ticket(subject.texts.one, resolve).refuse(error)
      })
      assert.equal((told as { error: Error | null }).error, error)
    },
  },
  {
    name: 'a reported setting is told before the boundary, and as asked for',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { text, name, value } = subject.reported
      assert.ok(
        bench.log.some((line) => line.startsWith(`setting ${name}=`)),
        'it is told while the connection opens',
      )
      bench.log.length = 0
      await bench.run(text)
      // Servers that report more than the setting itself may do so.
      const told = bench.log.filter((line) => !line.startsWith('setting') || line.startsWith(`setting ${name}=`))
      assert.deepEqual(told, [`setting ${name}=${value}`, `boundary of ${text}: ok, transaction none`, `heard ${text}`])
    },
  },
]
