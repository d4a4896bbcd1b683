import { publishedPackages } from '../scripts/published-packages.ts'
import { execute, fail, type Gate, pass } from './gate.ts'

/** Builds what is published. The gates after this one look at the result. */
export const build: Gate = {
  name: 'build',
  what: 'tsdown builds each published package',
  run: async (root) => {
    for (const name of publishedPackages) {
      const { code, output } = await execute(`${root}/packages/${name}`, `${root}/node_modules/.bin/tsdown`, [])
      if (code !== 0) return fail(output)
    }
    return pass(publishedPackages.join(', '))
  },
}
