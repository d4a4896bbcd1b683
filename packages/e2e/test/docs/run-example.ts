import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Example } from './markdown-examples.ts'

/** Inside of the package, so that an example finds what a program would import by name. */
const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const folder = join(packageRoot, '.cache', 'docs-examples')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: packageRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => {
      stdout += data
    })
    child.stderr.on('data', (data: Buffer) => {
      stderr += data
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const fileOf = ({ place }: Example): string => join(folder, `${place.replace(/[^a-zA-Z0-9]+/g, '-')}.mts`)

/** Each example becomes a program of its own. */
export function writeExamples(examples: readonly Example[]): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const example of examples) writeFileSync(fileOf(example), `${example.code}\n${example.test}\nexport {}\n`)
  const settings = {
    extends: join(repository, 'tsconfig.base.json'),
    compilerOptions: { declaration: false, isolatedDeclarations: false },
    include: ['*.mts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
}

export const runExample = (example: Example, env: Readonly<Record<string, string>>): Promise<Ended> =>
  run(process.execPath, ['--conditions=muxpool-source', '--import', tsx, fileOf(example)], env)

export const typeCheck = (): Promise<Ended> =>
  run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder])
