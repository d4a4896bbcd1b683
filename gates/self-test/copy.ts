import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execute, projectFiles } from '../gate.ts'

/** What to do to one file: the text it gets, made from the text it has ('' when there is no such file). */
export type Plant = Readonly<Record<string, Change>>

export type Change = (before: string) => string

export interface Copy {
  readonly root: string
  /** Changes the files and gives a function that puts them back. */
  plant(plant: Plant): () => void
}

/** A copy of the tree as it stands, with the installed packages linked in, so that nothing is installed again. */
export async function withCopy(root: string, use: (copy: Copy) => Promise<void>): Promise<void> {
  const target = mkdtempSync(join(tmpdir(), 'muxpool-gates-'))
  try {
    for (const path of await projectFiles(root)) {
      mkdirSync(dirname(join(target, path)), { recursive: true })
      cpSync(join(root, path), join(target, path), { verbatimSymlinks: true })
    }
    symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
    const workspaces = (await projectFiles(root)).filter((path) => path.endsWith('/package.json')).map(dirname)
    for (const workspace of workspaces) {
      const modules = join(root, workspace, 'node_modules')
      // Relative links: `@muxpool/core` then leads into the copy, everything else into the real tree.
      if (existsSync(modules))
        cpSync(modules, join(target, workspace, 'node_modules'), { recursive: true, verbatimSymlinks: true })
    }
    const git = await execute(target, 'git', ['init', '-q'])
    if (git.code !== 0) throw new Error(git.output)
    await use({ root: target, plant: (plant) => plantIn(target, plant) })
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

function plantIn(target: string, plant: Plant): () => void {
  const undo = Object.entries(plant).map(([path, change]) => {
    const file = join(target, path)
    const before = existsSync(file) ? readFileSync(file, 'utf8') : null
    const after = change(before ?? '')
    if (after === before) throw new Error(`the fault for ${path} changes nothing`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, after)
    return () => (before === null ? rmSync(file) : writeFileSync(file, before))
  })
  return () => {
    for (const step of undo) step()
  }
}
