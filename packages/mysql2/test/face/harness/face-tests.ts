import type { MysqlFlavour } from '@muxpool/test-servers'
import { sharedMysql } from '@muxpool/test-servers/vitest'
import { describe, expect, test } from 'vitest'
import type { FaceCase } from './face-case.ts'
import { real, type Subject } from './subjects.ts'
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

/** mysql2 behaves as the stored observation says, so that a new version that behaves otherwise is noticed. */
export function faceTests(family: string, cases: readonly FaceCase[]): void {
  describe.each(['mysql', 'mariadb'] as const)(`${family} on %s`, (flavour) => {
    describe('mysql2', () => {
      for (const face of cases) {
        test(face.id, async () => {
          expect(await observe(face, real, flavour)).toMatchSnapshot()
        })
      }
    })
  })
}
