import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsdown'
import { entryNames } from '../scripts/build/package-build.ts'
import { publishedPackages } from '../scripts/published-packages.ts'
import { complaints, type Gate } from './gate.ts'

const kept = 'gates/api'

/** The public types of one entry point in one file, so that a change of the interface shows in a review. */
async function publicTypes(root: string, name: string, entry: string): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'muxpool-api-'))
  try {
    await build({
      config: false,
      cwd: join(root, 'packages', name),
      entry: { [entry]: `src/${entry}.ts` },
      format: 'es',
      dts: { emitDtsOnly: true },
      outDir,
      logLevel: 'error',
    })
    const file = readdirSync(outDir).find((path) => /\.d\.m?ts$/.test(path))
    if (file === undefined) throw new Error(`no types for ${name}/${entry}`)
    // Which file a type stands in is nobody's business outside.
    return readFileSync(join(outDir, file), 'utf8').replace(/^\/\/#(end)?region.*\n/gm, '')
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}

async function allPublicTypes(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const name of publishedPackages) {
    for (const entry of entryNames(join(root, 'packages', name))) {
      files.set(`${name}.${entry}.d.ts`, await publicTypes(root, name, entry))
    }
  }
  return files
}

export async function updatePublicTypes(root: string): Promise<void> {
  rmSync(join(root, kept), { recursive: true, force: true })
  mkdirSync(join(root, kept), { recursive: true })
  for (const [file, text] of await allPublicTypes(root)) writeFileSync(join(root, kept, file), text)
}

/** The first line that differs, which is what a reviewer wants to see. */
function difference(file: string, before: string, now: string): string {
  const old = before.split('\n')
  const fresh = now.split('\n')
  const at = fresh.findIndex((line, index) => line !== old[index])
  const line = at === -1 ? fresh.length : at
  return `${file}:${line + 1}: was ${JSON.stringify(old[line])}, is ${JSON.stringify(fresh[line])}. If wanted: pnpm run api:update`
}

export const publicTypesUnchanged: Gate = {
  name: 'public-types',
  what: 'the public types are the committed ones',
  run: async (root) => {
    const files = await allPublicTypes(root)
    const faults = [...files].flatMap(([file, now]) => {
      const path = join(root, kept, file)
      const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
      return before === now ? [] : [difference(file, before, now)]
    })
    const left = existsSync(join(root, kept)) ? readdirSync(join(root, kept)).filter((file) => !files.has(file)) : []
    faults.push(...left.map((file) => `${file}: this entry point is gone`))
    return complaints(faults, `${files.size} entry points`)
  },
}
