import { complaints, execute, type Gate, projectFiles } from './gate.ts'

/** Type-checks every TypeScript project of the workspace that holds code. */
export const types: Gate = {
  name: 'types',
  what: 'tsc finds no type error in any project',
  run: async (root) => {
    const files = await projectFiles(root)
    const projects = files.filter((path) => path.endsWith('tsconfig.json')).map((path) => path.slice(0, -13))
    const faults: string[] = []
    for (const project of projects) {
      const hasCode = files.some((path) => path.startsWith(project) && path.endsWith('.ts'))
      if (!hasCode) continue
      const { code, output } = await execute(root, `${root}/node_modules/.bin/tsc`, ['-p', project || '.'])
      if (code !== 0) faults.push(output)
    }
    return complaints(faults, `${projects.length} projects`)
  },
}
