import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkedAsync } from '../checked.ts'
import { runProgram } from './run-program.ts'
import { programs } from './steps.ts'

describe('whatever programs do, and whatever happens to their connections', () => {
  test('each has what a private connection would have given it, or hears that it lost it', {
    timeout: 60_000,
  }, async () => {
    await checkedAsync(
      fc.asyncProperty(programs, async (program) => {
        expect(await runProgram(program)).toEqual([])
      }),
      100,
    )
  })
})
