import { inspect } from 'node:util'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { describe, expect, test } from 'vitest'
import type { FaceCase } from './face-case.ts'
import { muxpool, real, type Subject } from './subjects.ts'
import { World } from './world.ts'

/** MUXPOOL_FACE_URL names another server than the tests' own, for example one of an older version. */
export function serverUrl(): string {
  return process.env.MUXPOOL_FACE_URL || sharedPostgres(18)
}

/** Longer than any case takes, and shorter than the time limit of a test. */
const patienceMillis = 8_000

async function observe(face: FaceCase, subject: Subject): Promise<unknown> {
  const world = await World.open(subject, serverUrl())
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
 * Two tests a case: pg behaves as the stored observation says, so that a new version of pg that behaves
 * otherwise is noticed; and muxpool behaves as pg did just now, or as the case's departure says.
 */
export function faceTests(family: string, cases: readonly FaceCase[]): void {
  describe(family, () => {
    const truth = new Map<string, Promise<unknown>>()
    const onPg = (face: FaceCase): Promise<unknown> => {
      const known = truth.get(face.id) ?? observe(face, real)
      truth.set(face.id, known)
      return known
    }

    describe('pg', () => {
      for (const face of cases) {
        test(face.id, async () => {
          expect(await onPg(face)).toMatchSnapshot()
        })
      }
    })

    describe('muxpool', () => {
      for (const face of cases) {
        test(face.id, async () => {
          const pg = await onPg(face)
          const mux = await observe(face, muxpool)
          const expected = face.muxpool === undefined ? pg : face.muxpool.observes
          expect(mux, `expected ${short(expected)}, got ${short(mux)}`).toStrictEqual(expected)
          if (face.muxpool !== undefined) {
            expect(pg, `pg does the same as muxpool: ${face.muxpool.deviation} is no deviation`).not.toStrictEqual(
              expected,
            )
          }
        })
      }
    })
  })
}
