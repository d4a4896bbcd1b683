import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm } from '../scripts/pnpm.mjs'
import { publishedPackages } from '../scripts/published-packages.ts'

export interface Tarball {
  readonly name: string
  readonly path: string
}

/** Packs each published package as the registry would get it, and removes the tarballs afterwards. */
export async function withTarballs<T>(
  root: string,
  use: (tarballs: readonly Tarball[], scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'muxpool-packed-'))
  try {
    const tarballs = publishedPackages.map((name) => {
      const destination = join(scratch, 'tarballs', name)
      const packed = pnpm(['pack', '--pack-destination', destination], {
        cwd: join(root, 'packages', name),
        stdio: 'pipe',
      })
      if (packed.status !== 0) throw new Error(`pnpm pack of ${name} failed: ${packed.stdout}${packed.stderr}`)
      const [file] = readdirSync(destination)
      if (file === undefined) throw new Error(`pnpm pack of ${name} left no tarball`)
      return { name, path: join(destination, file) }
    })
    return await use(tarballs, scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
