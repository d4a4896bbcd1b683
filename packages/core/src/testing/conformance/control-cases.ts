import { strict as assert } from 'node:assert'
import type { ConformanceCase } from './case.ts'
import { Bench, until } from './subject.ts'

export const controlCases: readonly ConformanceCase[] = [
  {
    name: 'control answers each statement with its rows',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { one, leaves, shows } = subject.texts
      const batch = [one, leaves, shows].map((text) => ({ text }))
      const answers = await bench.driver.control(bench.wire, batch, bench.context)
      assert.deepEqual(
        answers.map((rows) => rows.length),
        [1, answers[1]?.length ?? 0, 1],
      )
      assert.equal(String(answers[0]?.[0]?.[0]), '1')
    },
  },
  {
    name: 'control rejects at the first that fails, runs none behind it, and spoils nothing',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { fails, leaves, shows, one } = subject.texts
      const before = await bench.run(shows)
      const batch = [fails, leaves].map((text) => ({ text }))
      await assert.rejects(bench.driver.control(bench.wire, batch, bench.context))
      assert.deepEqual((await bench.run(shows)).rows, before.rows)
      assert.equal((await bench.run(one)).error, null)
    },
  },
  {
    name: 'control without a statement is a sign of life, and changes no transaction',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      await bench.run(subject.texts.begin)
      await bench.driver.control(bench.wire, [], bench.context)
      assert.equal(bench.driver.tx(bench.wire), 'open')
      await bench.run(subject.texts.fails)
      await bench.driver.control(bench.wire, [], bench.context)
      assert.equal(bench.driver.tx(bench.wire), subject.afterError)
    },
  },
  {
    name: 'control on a connection that is gone rejects',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      await bench.driver.close(bench.wire, 'abort')
      await assert.rejects(bench.driver.control(bench.wire, [], bench.context))
    },
  },
  {
    name: 'control that is not answered in time rejects, and ends the connection',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      subject.freeze()
      await assert.rejects(bench.driver.control(bench.wire, [], { deadline: subject.clock.now() + 50 }))
      await until(() => bench.log.some((line) => line.startsWith('lost')), 'the loss')
      assert.equal(bench.start(subject.texts.one).sent, false)
    },
  },
  {
    name: 'a reset leaves a connection as a new one',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { leaves, shows } = subject.texts
      const fresh = (await bench.run(shows)).rows
      await bench.run(leaves)
      assert.notDeepEqual((await bench.run(shows)).rows, fresh, 'it was left there')
      await bench.driver.reset(bench.wire, bench.context)
      assert.deepEqual((await bench.run(shows)).rows, fresh)
      assert.equal(bench.driver.tx(bench.wire), 'none')
    },
  },
  {
    name: 'a reset in the middle of a transaction rejects, or ends it',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { begin, leaves, shows } = subject.texts
      const fresh = (await bench.run(shows)).rows
      await bench.run(leaves)
      await bench.run(begin)
      const whole = await bench.driver.reset(bench.wire, bench.context).then(
        () => true,
        () => false,
      )
      if (!whole) return
      assert.equal(bench.driver.tx(bench.wire), 'none')
      assert.deepEqual((await bench.run(shows)).rows, fresh)
    },
  },
  {
    name: 'a pulse is felt where a server answers, without a connection of its own',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      assert.equal(await bench.driver.pulse(bench.context), true)
      assert.equal(await subject.connections(), 1)
    },
  },
  {
    name: 'a pulse is not felt where a server is silent, and that is known in time',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      subject.freeze()
      assert.equal(await bench.driver.pulse({ deadline: subject.clock.now() + 50 }), false)
    },
  },
  {
    name: 'a connection keeps the process alive when it is told to, and only then',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const seen: boolean[] = []
      for (const yes of [false, true, false]) {
        bench.driver.hold(bench.wire, yes)
        seen.push(subject.holds(bench.wire))
      }
      assert.deepEqual(seen, [false, true, false])
      assert.equal((await bench.run(subject.texts.one)).error, null)
    },
  },
  {
    name: 'claiming the names of a statement without names costs nothing that others would see',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      for (const forget of [false, true]) {
        const ticket = subject.ticket(subject.texts.one, () => {})
        await bench.driver.claim(bench.wire, ticket, forget, bench.context)
        assert.deepEqual([bench.driver.owed(bench.wire), bench.driver.tx(bench.wire)], [0, 'none'])
      }
      assert.equal((await bench.run(subject.texts.one)).error, null)
    },
  },
]
