import { expect, test } from 'vitest'
import { observe, session } from './harness.ts'

test('a session that is released in a transaction is told once for each place', () => {
  const { observatory, world } = observe()
  for (const stack of ['at a (app.js:1:1)', 'at a (app.js:1:1)', 'at b (app.js:2:2)', null, null])
    observatory.leak(session(1), 'released-in-transaction', 5, stack)
  expect(world.warnings).toEqual([
    'MUX_TRANSACTION_OPEN: pool main: a session was released in the middle of a transaction, which is rolled back; it began at a (app.js:1:1)',
    'MUX_TRANSACTION_OPEN: pool main: a session was released in the middle of a transaction, which is rolled back; it began at b (app.js:2:2)',
    'MUX_TRANSACTION_OPEN: pool main: a session was released in the middle of a transaction, which is rolled back',
  ])
})

test('a transaction that was given up is told; a pin that lasts is not', () => {
  const { observatory, world } = observe()
  observatory.leak(session(1), 'pin', 300_000, 'at a (app.js:1:1)')
  observatory.leak(session(1), 'transaction', 300_000.4, 'at a (app.js:1:1)')
  expect(world.warnings).toEqual([
    'MUX_TRANSACTION_TIMEOUT: pool main: a transaction was given up after 300000 ms; it began at a (app.js:1:1)',
  ])
})

test('a program that leaks in a thousand places does not fill the memory', () => {
  const { observatory, world } = observe()
  for (let i = 0; i < 1_000; i += 1) observatory.leak(session(1), 'transaction', 1, `at place ${i}`)
  expect(world.warnings).toHaveLength(100)
})
