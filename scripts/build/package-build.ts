import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UserConfig } from 'tsdown'
import { writeEsmWrappers } from './esm-wrappers.ts'

interface PackageManifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>
}

/** The entry points that package.json exports, by name: `index`, `adapter` and so on. */
export function entryNames(directory: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as PackageManifest
  return Object.keys(manifest.exports)
    .filter((path) => path !== './package.json')
    .map((path) => (path === '.' ? 'index' : path.slice('./'.length)))
}

/**
 * One CommonJS implementation of a package, with a thin ESM wrapper per entry point.
 * Two full builds would give two `Pool` classes in a program that mixes `import` and `require`.
 */
export function packageBuild(directory: string): UserConfig {
  const names = entryNames(directory)
  return {
    cwd: directory,
    entry: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    fixedExtension: true,
    clean: true,
    dts: { sourcemap: true },
    sourcemap: true,
    outputOptions: { exports: 'named' },
    logLevel: 'warn',
    hooks: {
      'build:done': () => writeEsmWrappers(join(directory, 'dist'), names),
    },
  }
}
