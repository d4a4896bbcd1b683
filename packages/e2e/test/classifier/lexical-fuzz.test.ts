import { classify } from '@muxpool/core/postgres'
import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lexicalTexts } from '../../src/classifier/lexical-fuzz.ts'

const held = `select coalesce(array_agg(objid::int order by objid), '{}') as keys from pg_locks
  where locktype = 'advisory' and pid = pg_backend_pid()`

const modes = [
  ['on', true],
  ['off', false],
] as const

describe.each([18, 15] as const)('random quoting, as PostgreSQL %i reads it', (version) => {
  describe.skipIf(mayLeaveOut(version)).each(modes)('with standard_conforming_strings %s', (setting, conforming) => {
    let client: pg.Client
    beforeAll(async () => {
      client = new pg.Client({ connectionString: sharedPostgres(version) })
      await client.connect()
      await client.query(`set standard_conforming_strings = ${setting}; set escape_string_warning = off`)
    })
    afterAll(() => client.end())

    it('takes the locks that were announced, and no others', { timeout: 120_000 }, async () => {
      let accepted = 0
      let locked = 0
      await fc.assert(
        fc.asyncProperty(lexicalTexts, async (text) => {
          const refused = await client.query(text).then(
            () => false,
            () => true,
          )
          const { rows } = await client.query<{ keys: number[] }>(held)
          const keys = rows[0]?.keys ?? []
          if (keys.length > 0) await client.query('select pg_advisory_unlock_all()')
          const classification = classify(text, { standardConformingStrings: conforming })
          const effects = classification.statements.flatMap((statement) => statement.effects)
          const announced = effects.filter((effect) => effect.kind === 'advisory-lock').map(({ key }) => Number(key))
          for (const key of keys) expect(announced).toContain(key)
          if (refused) return
          accepted++
          if (keys.length > 0) locked++
          expect(classification.unknown).toBe(false)
          expect([...new Set(announced)].sort()).toEqual(keys)
        }),
        { numRuns: 3_000, seed: 20_250_704 },
      )
      console.log(`PostgreSQL ${version}, ${setting}: 3000 texts, ${accepted} accepted, ${locked} took locks`)
      expect(locked).toBeGreaterThan(300)
    })
  })
})
