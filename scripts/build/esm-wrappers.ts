import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** Writes `<name>.mjs` and `<name>.d.mts` beside each `<name>.cjs`: the same objects under the same names. */
export function writeEsmWrappers(dist: string, entries: readonly string[]): void {
  for (const entry of entries) {
    const names = Object.keys(require(join(dist, `${entry}.cjs`)) as object)
    const lines = names.map((name) => `export const ${name} = implementation.${name}`)
    const head = names.length === 0 ? `import './${entry}.cjs'` : `import implementation from './${entry}.cjs'`
    writeFileSync(join(dist, `${entry}.mjs`), `${[head, ...lines].join('\n')}\n`)
    writeFileSync(join(dist, `${entry}.d.mts`), `export * from './${entry}.cjs'\n`)
  }
}
