import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, type Gate, projectFiles } from './gate.ts'

const budget = 200
const counted = /^(packages\/[^/]+\/src|scripts|gates(?!\/api))\/.+\.(ts|mjs|cjs)$/

/** Files that may be longer, each with the reason and a budget of its own. */
const exceptions: Readonly<Record<string, { readonly lines: number; readonly because: string }>> = {
  'packages/core/src/option-table.ts': { lines: 300, because: 'one table, a row for each option' },
  'packages/e2e/src/bars/context/ways.ts': { lines: 240, because: 'one table, a row for each way to be called back' },
  'packages/core/src/mux/multiplexer.ts': {
    lines: 360,
    because: 'the heart: who gets a connection and who gives it back, in one place',
  },
  'packages/core/src/session/session.ts': {
    lines: 460,
    because: 'one machine: each of its steps moves the same state',
  },
}

export const fileLength: Gate = {
  name: 'file-length',
  what: `source files have at most ${budget} lines`,
  run: async (root) => {
    const files = (await projectFiles(root)).filter((path) => counted.test(path))
    const faults = files.flatMap((path) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1
      const exception = exceptions[path]
      if (exception !== undefined && lines <= budget) return [`${path}: needs no exception any more`]
      const allowed = exception?.lines ?? budget
      return lines > allowed ? [`${path}: ${lines} lines, allowed ${allowed}`] : []
    })
    const stale = Object.keys(exceptions).filter((path) => !files.includes(path))
    faults.push(...stale.map((path) => `${path}: listed as an exception, but not there`))
    return complaints(faults, `${files.length} files`)
  },
}
