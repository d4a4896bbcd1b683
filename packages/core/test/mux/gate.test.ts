import { describe, expect, test } from 'vitest'
import { askGate, type GateFacts } from '../../src/mux/gate.ts'
import type { GateQuestion } from '../../src/vocab.ts'

const clean: GateFacts = {
  owed: 0,
  tx: 'none',
  cancelling: false,
  streaming: false,
  obligations: false,
  strayed: false,
  expired: false,
  retired: false,
  draining: false,
}

/** One row per question, in the order in which they are asked. */
const questions: readonly { readonly because: GateQuestion; readonly facts: Partial<GateFacts> }[] = [
  { because: 'replies-owed', facts: { owed: 1 } },
  { because: 'transaction-not-idle', facts: { tx: 'open' } },
  { because: 'cancel-in-flight', facts: { cancelling: true } },
  { because: 'stream-unread', facts: { streaming: true } },
  { because: 'obligations-held', facts: { obligations: true } },
  { because: 'imprint-unknown', facts: { strayed: true } },
  { because: 'expired', facts: { expired: true } },
  { because: 'generation-retired', facts: { retired: true } },
  { because: 'draining', facts: { draining: true } },
]

describe('the gate', () => {
  test('lets a connection pass of which every question is answered with no', () => {
    expect(askGate(clean)).toBeNull()
  })

  test.each(questions)('keeps it back because of $because', ({ because, facts }) => {
    expect(askGate({ ...clean, ...facts })).toBe(because)
  })

  test.each(['failed', 'unknown'] as const)('keeps a transaction that is %s back', (tx) => {
    expect(askGate({ ...clean, tx })).toBe('transaction-not-idle')
  })

  test('gives the first of several answers, in the order of the questions', () => {
    for (const [at, { because }] of questions.entries()) {
      const thisAndAllBehind = Object.assign({}, ...questions.slice(at).map(({ facts }) => facts)) as Partial<GateFacts>
      expect(askGate({ ...clean, ...thisAndAllBehind })).toBe(because)
    }
  })

  test('has a row here for every fact that it is told', () => {
    expect(questions.map(({ facts }) => Object.keys(facts)[0])).toEqual(Object.keys(clean))
  })
})
