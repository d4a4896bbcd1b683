import { strict as assert } from 'node:assert'
import type { ConformanceCase } from './case.ts'
import { Bench } from './subject.ts'

/** Often enough that a signal which is still under way would be seen. */
const repetitions = 20

export const cancelCases: readonly ConformanceCase[] = [
  {
    name: 'a cancel ends what runs, and nothing behind it',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { waits, one } = subject.texts
      for (let n = 0; n < repetitions; n += 1) {
        const { told } = bench.start(waits)
        const { error } = await bench.cancelUntil(told)
        assert.ok(error, 'the statement was cancelled')
        await bench.driver.control(bench.wire, [], bench.context)
        assert.equal((await bench.run(one)).error, null)
      }
    },
  },
  {
    name: 'a cancel that comes too late hits nothing, once it has resolved and a sign of life has come',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      for (let n = 0; n < repetitions; n += 1) {
        await bench.run(subject.texts.one)
        await bench.driver.cancel(bench.wire, bench.context)
        await bench.driver.control(bench.wire, [], bench.context)
        assert.equal((await bench.run(subject.texts.one)).error, null)
      }
    },
  },
  {
    name: 'a cancel in a transaction leaves it as the server says',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      await bench.run(subject.texts.begin)
      const { told } = bench.start(subject.texts.waits)
      await bench.cancelUntil(told)
      assert.equal(bench.driver.tx(bench.wire), subject.afterError)
    },
  },
  {
    name: 'a cancel whose server is silent is given up in time',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      bench.start(subject.texts.waits)
      subject.freeze()
      const { clock } = subject
      const started = clock.now()
      await assert.rejects(bench.driver.cancel(bench.wire, { deadline: started + 100 }))
      assert.ok(clock.now() - started >= 95, 'not before its time')
    },
  },
]
