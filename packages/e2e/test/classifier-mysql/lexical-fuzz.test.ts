import { classify } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import fc from 'fast-check'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'
import { digitOf, lexicalTexts } from '../../src/classifier-mysql/lexical-fuzz.ts'

const modes = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', 'IGNORE_SPACE'] as const

describe.each(['mysql', 'mariadb'] as const)('random quoting, as %s reads it', (flavour) => {
  describe.skipIf(mayLeaveOut(flavour)).each(modes)('with sql_mode %j', (mode) => {
    let own: Connection
    let version: string
    beforeAll(async () => {
      own = await connect(sharedMysql(flavour))
      await own.query(`set sql_mode = '${mode}'`)
      version = String((await rowsOf(own, 'select version()'))[0]?.[0])
    })
    afterAll(() => own.end())

    /** The locks that a text left; the text's own connection has them, so that it can give them back. */
    async function locksOf(text: string): Promise<{ readonly keys: readonly string[]; readonly refused: boolean }> {
      const refused = await own.query(text).then(
        () => false,
        () => true,
      )
      const held = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((key) => `is_used_lock('${key}') = connection_id()`)
      const [row = []] = await rowsOf(own, `select ${held.join(', ')}`)
      const keys = row.flatMap((is, at) => (is === 1 ? [String(at + 1)] : []))
      if (keys.length > 0) await own.query('do release_all_locks()')
      return { keys, refused }
    }

    it('takes the locks that were announced, and with all known no others', { timeout: 240_000 }, async () => {
      let accepted = 0
      let locked = 0
      let doubtful = 0
      const announcedBy = (text: string, options?: Parameters<typeof classify>[1]) => {
        const { statements, unknown } = classify(text, options)
        const effects = statements.flatMap((statement) => statement.effects)
        return {
          unknown,
          keys: effects.filter((effect) => effect.kind === 'advisory-lock').map((effect) => digitOf(effect.key)),
        }
      }
      await fc.assert(
        fc.asyncProperty(lexicalTexts, async (text) => {
          const { keys, refused } = await locksOf(text)
          const known = announcedBy(text, { server: flavour, serverVersion: version, sqlMode: mode })
          const any = announcedBy(text)
          if (!any.unknown)
            for (const key of keys) expect([text, any.keys]).toEqual([text, expect.arrayContaining([key])])
          if (!known.unknown)
            for (const key of keys) expect([text, known.keys]).toEqual([text, expect.arrayContaining([key])])
          if (refused) return
          accepted++
          if (keys.length > 0) locked++
          if (known.unknown) doubtful++
          else expect([text, [...new Set(known.keys)].sort()]).toEqual([text, keys])
        }),
        { numRuns: 2_500, seed: 20_251_121 },
      )
      console.log(`${flavour}, ${mode}: 2500 texts, ${accepted} accepted, ${locked} took locks, ${doubtful} unknown`)
      expect(locked).toBeGreaterThan(200)
      expect(doubtful).toBeLessThan(accepted / 20)
    })
  })
})
