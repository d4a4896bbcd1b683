import { expect, it } from 'vitest'
import { Remembered } from '../../src/engines/postgres/remembered.ts'
import { factsOfRoutines, type RememberedBodies } from '../../src/engines/postgres/routine-body.ts'

it('works a text out once, for as long as it is asked for each time', () => {
  const lengths = new Remembered<number>()
  const worked: string[] = []
  const ask = (text: string): number =>
    lengths.of(text, () => {
      worked.push(text)
      return text.length
    })
  expect([ask('kept'), ask('kept'), ask('once')]).toEqual([4, 4, 4])
  lengths.turn()
  expect(ask('kept')).toBe(4)
  lengths.turn()
  expect([ask('kept'), ask('once')]).toEqual([4, 4])
  expect(worked).toEqual(['kept', 'once', 'once'])
})

it('gives a routine with another body, or in another language, its own facts', () => {
  const bodies: RememberedBodies = new Remembered()
  const cleanupOf = (language: string, source: string): string | undefined =>
    factsOfRoutines([{ name: 'f', language, source }], bodies).get('f')?.cleanup
  const declares = "declare c cursor for select 1; select 'x'"
  for (let time = 0; time < 3; time += 1) {
    expect(cleanupOf('sql', 'select 1')).toBe('none')
    expect(cleanupOf('sql', 'select pg_advisory_lock(1)')).toBe('reset')
    expect(cleanupOf('sql', declares)).toBe('reset')
    expect(cleanupOf('plpgsql', declares)).toBe('none')
  }
})
