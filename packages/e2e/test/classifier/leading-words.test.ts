import { classify } from '@muxpool/core/postgres'
import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { describe, expect, it } from 'vitest'

/** Whether the server's grammar lets a statement begin with the word: only then is the complaint about what follows. */
async function canLead(client: pg.Client, word: string): Promise<boolean> {
  const error = await client.query(word).then(
    () => null,
    (cause: pg.DatabaseError) => cause,
  )
  return error === null || error.code !== '42601' || error.position !== '1'
}

describe.each([18, 15] as const)('leading words of PostgreSQL %i', (version) => {
  it.skipIf(mayLeaveOut(version))('have a rule, or are refused by the server', async () => {
    const client = new pg.Client({ connectionString: sharedPostgres(version) })
    await client.connect()
    try {
      const { rows } = await client.query<{ word: string }>('select word from pg_get_keywords() order by 1')
      const leading: string[] = []
      for (const { word } of rows) if (await canLead(client, word)) leading.push(word)
      console.log(`PostgreSQL ${version}: ${rows.length} keywords, ${leading.length} of them begin statements`)
      expect(leading.length).toBeGreaterThan(45)
      const rules = (word: string) => classify(word).statements[0]?.effects.map((effect) => effect.rule)
      expect(leading.filter((word) => rules(word)?.includes('pg.unknown-word'))).toEqual([])
      const others = rows.map(({ word }) => word).filter((word) => !leading.includes(word))
      expect(others.filter((word) => !rules(word)?.includes('pg.unknown-word'))).toEqual([])
    } finally {
      await client.end()
    }
  })

  it.skipIf(mayLeaveOut(version))('are read with every keyword that the server has', async () => {
    const client = new pg.Client({ connectionString: sharedPostgres(version) })
    await client.connect()
    try {
      // What can't be a function's name must not look like one; everything else must.
      const { rows } = await client.query<{ word: string; catcode: string }>(
        'select word, catcode::text from pg_get_keywords()',
      )
      const isCall = (word: string) =>
        classify(`select 1 + ${word}(2)`).statements[0]?.effects.some((effect) => effect.kind === 'routine')
      const missed = rows.filter(({ word, catcode }) => /[UT]/.test(catcode) && !isCall(word))
      expect(missed.map(({ word }) => word)).toEqual([])
      const seen = rows.filter(({ word, catcode }) => catcode === 'R' && isCall(word) && word !== 'system_user')
      expect(seen.map(({ word }) => word)).toEqual([])
    } finally {
      await client.end()
    }
  })
})
