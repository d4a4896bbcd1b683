import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, execute, type Gate } from './gate.ts'
import { withInstallation } from './installed.ts'

const consumer = `
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
for (const entry of JSON.parse(process.argv[2])) {
  const imported = await import(entry)
  const required = require(entry)
  const names = (module) => Object.keys(module).filter((name) => name !== 'default').sort().join(' ')
  if (names(imported) !== names(required)) console.log(\`\${entry}: import gives [\${names(imported)}], require gives [\${names(required)}]\`)
  for (const name of Object.keys(required)) {
    if (imported[name] !== required[name]) console.log(\`\${entry}: import and require give two different \${name}\`)
  }
  console.error(\`\${entry}: \${Object.keys(required).length} names\`)
}
`

/** Loads every entry point of what would be published both ways. */
export const oneCopy: Gate = {
  name: 'one-copy',
  what: 'import and require give the same objects',
  run: (root) =>
    withInstallation(root, async ({ directory, entries }) => {
      writeFileSync(join(directory, 'consumer.mjs'), consumer)
      const { code, stdout, output } = await execute(directory, process.execPath, [
        'consumer.mjs',
        JSON.stringify(entries),
      ])
      return complaints(code === 0 ? stdout.split('\n').filter(Boolean) : [output], `${entries.length} entry points`)
    }),
}
