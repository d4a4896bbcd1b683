import { strict as assert } from 'node:assert'
import type { ConformanceCase } from './case.ts'
import { Bench, until, within } from './subject.ts'

const isLost = (line: string): boolean => line.startsWith('lost')

export const lossCases: readonly ConformanceCase[] = [
  {
    name: 'a loss in a statement: the boundary in doubt, the caller, then the loss, each once',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { waits } = subject.texts
      const { told } = bench.start(waits)
      await subject.kill(bench.wire)
      const { error } = await told
      await until(() => bench.log.some(isLost), 'the loss')
      assert.deepEqual(bench.story, [
        `boundary of ${waits}: in-doubt, transaction unknown`,
        `heard ${waits}`,
        'lost with an error',
      ])
      assert.equal((error as { fate?: unknown } | null)?.fate, 'in-doubt')
      assert.deepEqual([bench.driver.owed(bench.wire), bench.driver.tx(bench.wire)], [0, 'unknown'])
    },
  },
  {
    name: 'a loss at rest is told once',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      await bench.run(subject.texts.one)
      bench.log.length = 0
      await subject.kill(bench.wire)
      await until(() => bench.log.some(isLost), 'the loss')
      await bench.driver.close(bench.wire, 'abort')
      assert.deepEqual(bench.story, ['lost with an error'])
    },
  },
  {
    name: 'a loss in a control statement rejects it before it is told',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const control = bench.driver.control(bench.wire, [{ text: subject.texts.waits }], bench.context).then(
        () => bench.log.push('answered'),
        () => bench.log.push('rejected'),
      )
      await subject.kill(bench.wire)
      await control
      await until(() => bench.log.some(isLost), 'the loss')
      assert.deepEqual([...bench.story].sort(), ['lost with an error', 'rejected'])
    },
  },
  {
    name: 'a dead connection takes no statement, and leaves it untouched for another one',
    run: async (subject) => {
      const [bench, other] = [await Bench.open(subject), await Bench.open(subject)]
      await subject.kill(bench.wire)
      await until(() => bench.log.some(isLost), 'the loss')
      const { sent, ticket, told } = bench.start(subject.texts.one)
      assert.equal(sent, false)
      await other.driver.control(other.wire, [], other.context)
      assert.deepEqual(bench.story, ['lost with an error'], 'nobody was told anything')
      assert.ok(other.submit(ticket, subject.texts.one))
      assert.equal((await told).error, null)
    },
  },
  {
    name: 'a connection that is busy takes no statement',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const first = bench.start(subject.texts.one)
      const second = bench.start(subject.texts.one)
      assert.deepEqual([first.sent, second.sent], [true, false])
      await first.told
      assert.equal(bench.boundaries.length, 1)
    },
  },
  {
    name: 'a polite close resolves when the server has one connection less, and as often as it is asked',
    run: async (subject) => {
      const [bench, other] = [await Bench.open(subject), await Bench.open(subject)]
      assert.equal(await subject.connections(), 2)
      const closes = [bench.driver.close(bench.wire, 'drain'), bench.driver.close(bench.wire, 'abort')]
      await Promise.all(closes)
      await bench.driver.close(bench.wire, 'drain')
      assert.deepEqual([bench.driver.owed(bench.wire), bench.log.filter(isLost).length], [0, 1])
      await until(async () => (await subject.connections()) === 1, 'the end at the server')
      assert.equal((await other.run(subject.texts.one)).error, null)
      assert.equal(bench.start(subject.texts.one).sent, false)
    },
  },
  {
    name: 'a close by force settles what was owed, as in doubt',
    run: async (subject) => {
      const bench = await Bench.open(subject)
      const { waits } = subject.texts
      const { told } = bench.start(waits)
      await bench.driver.close(bench.wire, 'abort')
      await told
      assert.deepEqual(
        bench.story.map((line) => line.replace(/ with an error$/, '')),
        [`boundary of ${waits}: in-doubt, transaction unknown`, `heard ${waits}`, 'lost'],
      )
    },
  },
  {
    name: 'an open that the server refuses is an error of the kind that no other attempt helps',
    run: async (subject) => {
      const { refused } = subject
      const sink = { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} }
      const error = await refused.open(sink, within(subject.clock)).then(
        () => assert.fail('it was opened'),
        (reason: Error) => reason,
      )
      assert.equal(refused.judgeOpenError(error), 'permanent')
      await until(async () => (await subject.connections()) === 0, 'the end at the server')
    },
  },
  {
    name: 'an open that takes too long ends in time, and is worth another attempt',
    run: async (subject) => {
      subject.freeze()
      const { driver, clock } = subject
      const started = clock.now()
      const sink = { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} }
      const error = await driver.open(sink, { deadline: started + 100 }).then(
        () => assert.fail('it was opened'),
        (reason: Error) => reason,
      )
      assert.equal(driver.judgeOpenError(error), 'transient')
      assert.ok(clock.now() - started >= 95, 'not before its time')
    },
  },
]
