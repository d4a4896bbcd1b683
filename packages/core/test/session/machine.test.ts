import { describe, expect, test } from 'vitest'
import { moveSession } from '../../src/session/machine.ts'
import type { SessionState } from '../../src/vocab.ts'

const ways: { readonly [from in SessionState]: readonly SessionState[] } = {
  detached: ['waiting', 'ended'],
  waiting: ['attached', 'detached', 'ended'],
  attached: ['detached', 'pinned', 'broken', 'ended'],
  pinned: ['detached', 'attached', 'broken', 'ended'],
  broken: ['detached', 'ended'],
  ended: [],
}
const states = Object.keys(ways) as SessionState[]

describe('the machine of a session', () => {
  test.each(states)('goes from %s only where the table lets it go', (from) => {
    for (const to of states) {
      if (to === from || ways[from].includes(to)) expect(moveSession(from, to)).toBe(to)
      else expect(() => moveSession(from, to)).toThrow(expect.objectContaining({ code: 'MUX_INVARIANT' }))
    }
  })

  test('never leaves the end', () => {
    expect(ways.ended).toEqual([])
  })
})
