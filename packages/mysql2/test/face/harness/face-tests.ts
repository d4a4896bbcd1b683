import { inspect } from 'node:util'
import type { MysqlFlavour } from '@muxpool/test-servers'
import { sharedMysql } from '@muxpool/test-servers/vitest'
import { describe, expect, test } from 'vitest'
import type { FaceCase } from './face-case.ts'
import { muxpool, real, type Subject } from './subjects.ts'
import { World } from './world.ts'

/** Longer than any case takes, and shorter than the time limit of a test. */
const patienceMillis = 8_000

async function observe(face: FaceCase, subject: Subject, flavour: MysqlFlavour): Promise<unknown> {
  const world = await World.open(subject, flavour, sharedMysql(flavour))
  let observation: unknown
  try {
    // A copy: what happens during the clean-up must not be seen. It also refuses what is no plain data.
    observation = structuredClone(await inTime(face.run(world)))
  } catch (error) {
    // The clean-up's own failure must not hide this one.
    await world.close().catch(() => undefined)
    throw error
  }
  await world.close()
  return observation
}

/** A case that hangs fails with its clean-up done, so that it does no harm to those behind it. */
async function inTime(running: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still waiting after ${patienceMillis} ms`)), patienceMillis)
  })
  try {
    return await Promise.race([running, late])
  } finally {
    clearTimeout(timer)
  }
}

const short = (observation: unknown): string =>
  inspect(observation, { depth: 8, breakLength: Number.POSITIVE_INFINITY })

/**
 * Two tests a case and server: mysql2 behaves as the stored observation says, so that a new version that behaves
 * otherwise is noticed; and muxpool behaves as mysql2 did just now, or as the case's departure says.
 */
export function faceTests(family: string, cases: readonly FaceCase[]): void {
  describe.each(['mysql', 'mariadb'] as const)(`${family} on %s`, (flavour) => {
    const truth = new Map<string, Promise<unknown>>()
    const onMysql2 = (face: FaceCase): Promise<unknown> => {
      const known = truth.get(face.id) ?? observe(face, real, flavour)
      truth.set(face.id, known)
      return known
    }

    describe('mysql2', () => {
      for (const face of cases) {
        test(face.id, async () => {
          expect(await onMysql2(face)).toMatchSnapshot()
        })
      }
    })

    describe('muxpool', () => {
      for (const face of cases) {
        const testOf = face.fault === undefined ? test : test.fails
        testOf(face.id, async () => {
          const driver = await onMysql2(face)
          const mux = await observe(face, muxpool, flavour)
          const { deviation, observes } = face.muxpool ?? { deviation: null, observes: driver }
          const expected = typeof observes === 'function' ? observes(flavour) : observes
          expect(mux, `expected ${short(expected)}, got ${short(mux)}`).toStrictEqual(expected)
          if (deviation !== null) {
            expect(driver, `mysql2 does the same as muxpool: ${deviation} is no deviation`).not.toStrictEqual(expected)
          }
        })
      }
    })
  })
}
