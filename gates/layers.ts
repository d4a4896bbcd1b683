import { complaints, execute, type Gate, projectFiles } from './gate.ts'

interface Cruise {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string }
    }[]
  }
}

const watched = /^packages\/(core|pg)\/src\/.+\.ts$/

/** Follows every import, type-only ones too. A file that the tool did not read is a fault: an unread tree has no faults. */
export const layers: Gate = {
  name: 'layers',
  what: 'imports only go down the layers; no cycles; generic-pool in one file',
  run: async (root) => {
    const { code, stdout, output } = await execute(root, `${root}/node_modules/.bin/depcruise`, [
      '--config',
      'gates/layers.config.cjs',
      '--output-type',
      'json',
      'packages/core/src',
      'packages/pg/src',
    ])
    if (!stdout.startsWith('{')) return { ok: false, output: `depcruise exited ${code}: ${output}` }
    const cruise = JSON.parse(stdout) as Cruise
    const read = new Set(cruise.modules.map((module) => module.source))
    const unread = (await projectFiles(root)).filter((path) => watched.test(path) && !read.has(path))
    const faults = cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
    faults.push(...unread.map((path) => `not read by depcruise: ${path}`))
    if (code !== 0 && faults.length === 0) faults.push(`depcruise exited ${code}`)
    return complaints(faults, `${read.size} modules`)
  },
}
