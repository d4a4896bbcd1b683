import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Waiter, WaitQueue } from '../../src/mux/queue.ts'
import { checked } from '../checked.ts'

const waiter = (name: string, deadline = 1_000): Waiter<string> => new Waiter(name, 0, deadline)
const names = (waiters: Iterable<Waiter<string>>): string[] => [...waiters].map(({ borrower }) => borrower)

function queueOf(...waiters: readonly Waiter<string>[]): WaitQueue<string> {
  const queue = new WaitQueue<string>()
  for (const each of waiters) queue.push(each)
  return queue
}

describe('the queue', () => {
  test('serves who has waited longest', () => {
    const queue = queueOf(waiter('a'), waiter('b'), waiter('c'))
    expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()].map((each) => each?.borrower)).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ])
    expect(queue.length).toBe(0)
  })

  test('takes who was served for nothing back at its head', () => {
    const queue = queueOf(waiter('a'), waiter('b'))
    const first = queue.shift()!
    queue.unshift(first)
    expect(names(queue)).toEqual(['a', 'b'])
    const alone = queueOf()
    alone.unshift(waiter('x'))
    alone.push(waiter('y'))
    expect(names(alone)).toEqual(['x', 'y'])
  })

  test.each([0, 1, 2])('removes at %i without looking at the others', (at) => {
    const waiters = [waiter('a'), waiter('b'), waiter('c')]
    const queue = queueOf(...waiters)
    // Nobody is walked over to find it: a queue that may not be iterated can still remove.
    Object.defineProperty(queue, Symbol.iterator, { value: () => expect.fail('removal walked through the queue') })
    expect(queue.remove(waiters[at]!)).toBe(true)
    expect(queue.remove(waiters[at]!)).toBe(false)
    expect(queue.length).toBe(2)
    expect([queue.shift()?.borrower, queue.shift()?.borrower]).toEqual(['a', 'b', 'c'].filter((_, i) => i !== at))
  })

  test('does not remove a waiter that it does not have', () => {
    const queue = queueOf(waiter('a'))
    expect(queue.remove(waiter('stranger'))).toBe(false)
    expect(queue.length).toBe(1)
  })

  test('gives those whose deadline has come, oldest first, and keeps the others', () => {
    const queue = queueOf(waiter('late', 50), waiter('early', 10), waiter('later', 51), waiter('now', 50))
    expect(queue.earliestDeadline()).toBe(10)
    expect(names(queue.takeExpired(50))).toEqual(['late', 'early', 'now'])
    expect(names(queue)).toEqual(['later'])
    expect(queue.earliestDeadline()).toBe(51)
  })

  test('has no deadline when nobody waits', () => {
    expect(queueOf().earliestDeadline()).toBe(Number.POSITIVE_INFINITY)
  })

  test('moves every deadline by the time for which the process stood still', () => {
    const queue = queueOf(waiter('a', 10), waiter('b', 20))
    queue.extend(5_000)
    expect([...queue].map(({ deadline }) => deadline)).toEqual([5_010, 5_020])
  })

  test('is empty after all were taken', () => {
    const queue = queueOf(waiter('a'), waiter('b'))
    expect(names(queue.takeAll())).toEqual(['a', 'b'])
    expect([queue.length, queue.shift()]).toEqual([0, null])
  })

  test('lets whoever walks through it remove the one that he stands at', () => {
    const queue = queueOf(waiter('a'), waiter('b'), waiter('c'))
    for (const each of queue) if (each.borrower !== 'b') queue.remove(each)
    expect(names(queue)).toEqual(['b'])
  })

  test('behaves as a list does', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('push' as const), deadline: fc.nat(20) }),
        fc.record({ do: fc.constant('unshift' as const), deadline: fc.nat(20) }),
        fc.record({ do: fc.constant('shift' as const) }),
        fc.record({ do: fc.constant('remove' as const), at: fc.nat(10) }),
        fc.record({ do: fc.constant('expire' as const), now: fc.nat(20) }),
      ),
      { maxLength: 40 },
    )
    checked(
      fc.property(steps, (program) => {
        const queue = new WaitQueue<string>()
        let list: Waiter<string>[] = []
        for (const [n, step] of program.entries()) {
          if (step.do === 'push') list.push(pushed(queue, waiter(`${n}`, step.deadline)))
          else if (step.do === 'unshift') {
            const each = waiter(`${n}`, step.deadline)
            queue.unshift(each)
            list.unshift(each)
          } else if (step.do === 'shift') expect(queue.shift()).toBe(list.shift() ?? null)
          else if (step.do === 'remove') {
            const each = list[step.at]
            if (each !== undefined) expect(queue.remove(each)).toBe(true)
            list = list.filter((other) => other !== each)
          } else {
            expect(queue.takeExpired(step.now)).toEqual(list.filter(({ deadline }) => deadline <= step.now))
            list = list.filter(({ deadline }) => deadline > step.now)
          }
          expect([...queue]).toEqual(list)
          expect(queue.length).toBe(list.length)
          expect(list.every(({ queued }) => queued)).toBe(true)
        }
      }),
    )
  })
})

function pushed(queue: WaitQueue<string>, each: Waiter<string>): Waiter<string> {
  queue.push(each)
  return each
}
