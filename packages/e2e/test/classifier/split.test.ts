import { classify } from '@muxpool/core/postgres'
import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { splitCases } from '../../src/classifier/split-cases.ts'

interface Answer {
  readonly statements: number
  readonly error: string | null
}

/** How many statements the server completed of a text that it was given in one message. */
async function completed(url: string, text: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url })
  let statements = 0
  client.connection.on('commandComplete', () => {
    statements++
  })
  await client.connect()
  statements = 0
  try {
    const error = await client.query(text).then(
      () => null,
      (cause: Error) => cause.message,
    )
    return { statements, error }
  } finally {
    await client.end()
  }
}

describe.each([18, 15] as const)('splitting, as PostgreSQL %i does it', (version) => {
  describe.skipIf(mayLeaveOut(version))('of', () => {
    it.each(splitCases)('%j', async (text) => {
      const classification = classify(text)
      expect(classification.unknown).toBe(false)
      expect(await completed(sharedPostgres(version), text)).toEqual({
        statements: classification.statements.length,
        error: null,
      })
    })
  })
})
