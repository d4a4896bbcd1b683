import { describe, expect, it } from 'vitest'
import { sessionsOf, stateKinds } from '../../src/differential/program.ts'
import { programs } from '../../src/differential/programs/index.ts'
import { randomPrograms } from '../../src/differential/random/generate.ts'
import { freeKinds } from '../../src/differential/random/move.ts'

const made = randomPrograms({ count: 300, steps: 60, seed: 1 })

describe('random programs', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(randomPrograms({ count: 3, steps: 60, seed: 9 })).toEqual(randomPrograms({ count: 3, steps: 60, seed: 9 }))
    expect(randomPrograms({ count: 3, steps: 60, seed: 9 })).not.toEqual(
      randomPrograms({ count: 3, steps: 60, seed: 10 }),
    )
  })

  it('cover every kind of state', () => {
    expect(stateKinds.filter((kind) => !made.some(({ covers }) => covers.includes(kind)))).toEqual([])
  })

  it('mix: some must not pin, some hold every kind, some have two sessions', () => {
    const share = (count: number): number => count / made.length
    expect(share(made.filter(({ pins }) => pins === 'never').length)).toBeGreaterThan(0.2)
    expect(share(made.filter(({ covers }) => covers.length > 18).length)).toBeGreaterThan(0.05)
    expect(share(made.filter((program) => sessionsOf(program).size > 1).length)).toBeGreaterThan(0.04)
  })

  it('that must not pin hold nothing', () => {
    for (const { pins, covers } of made) {
      if (pins === 'never') expect(covers.filter((kind) => !freeKinds.has(kind))).toEqual([])
    }
  })
})

describe('written programs', () => {
  it('are at least 60, each with a name of its own', () => {
    expect(programs.length).toBeGreaterThanOrEqual(60)
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length)
  })

  it('cover every kind of state', () => {
    expect(stateKinds.filter((kind) => !programs.some(({ covers }) => covers.includes(kind)))).toEqual([])
  })
})
