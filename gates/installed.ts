import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execute } from './gate.ts'
import { withTarballs } from './packed.ts'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface Installation {
  readonly directory: string
  /** Every entry point by the name a program imports it: `@muxpool/core/postgres`. */
  readonly entries: readonly string[]
}

/** Unpacks the tarballs into an empty project, with what they depend on, and removes it afterwards. */
export function withInstallation<T>(root: string, use: (installation: Installation) => Promise<T>): Promise<T> {
  return withTarballs(root, async (tarballs, directory) => {
    const modules = join(directory, 'node_modules')
    const entries: string[] = []
    for (const { name, path } of tarballs) {
      const source = join(root, 'packages', name)
      const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest
      const target = join(modules, manifest.name)
      mkdirSync(target, { recursive: true })
      const unpacked = await execute(target, 'tar', ['-xzf', path, '--strip-components=1'])
      if (unpacked.code !== 0) throw new Error(unpacked.output)
      for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
        if (!dependency.startsWith('@muxpool/'))
          link(join(source, 'node_modules', dependency), join(modules, dependency))
      }
      const paths = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')
      entries.push(...paths.map((entry) => manifest.name + entry.slice(1)))
    }
    link(join(root, 'node_modules', '@types', 'node'), join(modules, '@types', 'node'))
    return await use({ directory, entries })
  })
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}
