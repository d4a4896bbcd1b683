import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { inExampleDatabase, serversOf } from './example-database.ts'
import { countMarked, examplesIn, pages } from './markdown-examples.ts'
import { runExample, typeCheck, writeExamples } from './run-example.ts'

const marked = pages().map(({ place, markdown }) => ({
  count: countMarked(markdown),
  examples: examplesIn(place, markdown),
}))
const examples = marked.flatMap((page) => page.examples)

describe('the examples of the documents', () => {
  const run = randomBytes(4).toString('hex')
  beforeAll(() => writeExamples(examples))

  it('are all found', () => {
    expect(examples.length).toBe(marked.reduce((sum, page) => sum + page.count, 0))
    expect(examples.filter((example) => example.place.startsWith('README.md')).length).toBeGreaterThanOrEqual(2)
  })

  it('pass the type checker', async () => {
    const { code, stdout } = await typeCheck()
    expect(stdout).toBe('')
    expect(code).toBe(0)
  }, 60_000)

  const runs = examples.flatMap((example, index) => serversOf(example).map((server) => ({ example, server, index })))
  it.each(runs.map((run) => ({ ...run, place: run.example.place })))(
    '$place runs on $server and prints what it says',
    ({ example, server, index }) =>
      inExampleDatabase(server, `docs_${run}_${index}`, example, async (url) => {
        const { code, stdout, stderr } = await runExample(example, { DATABASE_URL: url })
        expect(stderr).toBe('')
        expect(stdout.split('\n').filter((line) => line !== '')).toEqual(example.prints)
        expect(code).toBe(0)
      }),
  )
})
