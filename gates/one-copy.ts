import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { complaints, execute, type Gate } from './gate.ts'
import { withTarballs } from './packed.ts'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

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

/** Installs the tarballs into an empty project and loads every entry point both ways. */
export const oneCopy: Gate = {
  name: 'one-copy',
  what: 'import and require give the same objects',
  run: (root) =>
    withTarballs(root, async (tarballs, scratch) => {
      const modules = join(scratch, 'node_modules')
      const entries: string[] = []
      for (const { name, path } of tarballs) {
        const source = join(root, 'packages', name)
        const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest
        const target = join(modules, manifest.name)
        mkdirSync(target, { recursive: true })
        const unpacked = await execute(target, 'tar', ['-xzf', path, '--strip-components=1'])
        if (unpacked.code !== 0) throw new Error(unpacked.output)
        for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
          if (dependency.startsWith('@muxpool/')) continue
          const link = join(modules, dependency)
          mkdirSync(dirname(link), { recursive: true })
          symlinkSync(join(source, 'node_modules', dependency), link)
        }
        const paths = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')
        entries.push(...paths.map((entry) => manifest.name + entry.slice(1)))
      }
      writeFileSync(join(scratch, 'consumer.mjs'), consumer)
      const { code, stdout, output } = await execute(scratch, process.execPath, [
        'consumer.mjs',
        JSON.stringify(entries),
      ])
      return complaints(code === 0 ? stdout.split('\n').filter(Boolean) : [output], `${entries.length} entry points`)
    }),
}
