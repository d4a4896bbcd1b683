import { randomBytes } from 'node:crypto'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countMarked, type Example, examplesIn, pages } from './markdown-examples.ts'
import { runExample, typeCheck, writeExamples } from './run-example.ts'

const marked = pages().map(({ place, markdown }) => ({
  count: countMarked(markdown),
  examples: examplesIn(place, markdown),
}))
const examples = marked.flatMap((page) => page.examples)

describe('the examples of the documents', () => {
  const run = randomBytes(4).toString('hex')
  let admin: pg.Client

  beforeAll(async () => {
    writeExamples(examples)
    admin = new pg.Client(sharedPostgres(18))
    await admin.connect()
  })
  afterAll(() => admin?.end())

  it('are all found', () => {
    expect(examples.length).toBe(marked.reduce((sum, page) => sum + page.count, 0))
    expect(examples.filter((example) => example.place.startsWith('README.md')).length).toBeGreaterThanOrEqual(2)
  })

  it('pass the type checker', async () => {
    const { code, stdout } = await typeCheck()
    expect(stdout).toBe('')
    expect(code).toBe(0)
  }, 60_000)

  it.each(examples.map((example, index) => ({ ...example, index })))(
    '$place runs and prints what it says',
    async (example) => {
      const database = `docs_${run}_${example.index}`
      await admin.query(`create database ${database}`)
      try {
        const url = new URL(sharedPostgres(18))
        url.pathname = `/${database}`
        await fill(url.href, example)
        const { code, stdout, stderr } = await runExample(example, { DATABASE_URL: url.href })
        expect(stderr).toBe('')
        expect(stdout.split('\n').filter((line) => line !== '')).toEqual(example.prints)
        expect(code).toBe(0)
      } finally {
        await admin.query(`drop database ${database} with (force)`)
      }
    },
  )
})

async function fill(connectionString: string, { schema }: Example): Promise<void> {
  if (schema === '') return
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(schema)
  await client.end()
}
