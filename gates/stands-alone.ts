import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, type Gate, projectFiles } from './gate.ts'

/** In pieces, so that this file does not name what it looks for. A user in a URL is no directory. */
const machinePath = new RegExp(`(?<![\\w.~-])/(${['work', 'home', 'root'].join('|')})(?![\\w@-])`)
const registry = new RegExp(
  [
    ['registry', 'npmjs', 'org'],
    ['registry', 'yarnpkg', 'com'],
    ['npm', 'pkg', 'github', 'com'],
    ['registry', 'npmmirror', 'com'],
  ]
    .map((host) => host.join('\\.'))
    .join('|'),
)
const binary = /\.(png|jpg|gif|ico|woff2?|gz|zip)$/

/** A clone must work anywhere: no file may name a directory of the machine it was written on, or a registry's host. */
export const standsAlone: Gate = {
  name: 'stands-alone',
  what: 'no file names a path of a machine or the host of a registry',
  run: async (root) => {
    const files = (await projectFiles(root)).filter((path) => !binary.test(path))
    const faults = files.flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const found = machinePath.exec(line) ?? registry.exec(line)
          return found === null ? [] : [`${path}:${index + 1}: ${found[0]}`]
        }),
    )
    return complaints(faults, `${files.length} files`)
  },
}
