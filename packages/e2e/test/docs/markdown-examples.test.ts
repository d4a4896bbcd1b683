import { expect, test } from 'vitest'
import { countMarked, examplesIn } from './markdown-examples.ts'

const fence = '```'
const page = `# Title

${fence}ts
not run
${fence}

<!-- schema
create table t (n int);
-->
<!-- test
console.log('behind') // prints behind
-->
${fence}ts run
console.log(1) // prints 1
${fence}

Words.

${fence}ts run mysql
console.log('plain')
${fence}
`

test('finds marked blocks with what stands before them', () => {
  expect(examplesIn('a.md', page)).toEqual([
    {
      place: 'a.md:13',
      engine: 'postgres',
      code: 'console.log(1) // prints 1\n',
      schema: 'create table t (n int);\n',
      test: "console.log('behind') // prints behind\n",
      prints: ['1', 'behind'],
    },
    { place: 'a.md:19', engine: 'mysql', code: "console.log('plain')\n", schema: '', test: '', prints: [] },
  ])
  expect(countMarked(page)).toBe(2)
})
