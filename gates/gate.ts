import { spawn } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'

/** A check of the whole repository. It reads the tree at `root` and must fail when the fault it names is there. */
export interface Gate {
  readonly name: string
  readonly what: string
  run(root: string): Promise<Verdict>
}

export interface Verdict {
  readonly ok: boolean
  readonly output: string
}

export const pass = (output = ''): Verdict => ({ ok: true, output })

export const fail = (lines: string | readonly string[]): Verdict => ({
  ok: false,
  output: typeof lines === 'string' ? lines : lines.join('\n'),
})

/** Passes only when there is no complaint. */
export const complaints = (lines: readonly string[], seen: string): Verdict =>
  lines.length === 0 ? pass(seen) : fail(lines)

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly output: string
}

/** Runs a command without stdin and collects what it says. A command that can't start counts as a failure. */
export function execute(cwd: string, command: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined },
    })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk
    })
    child.on('error', (error) => resolve({ code: 127, stdout, output: `${command}: ${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, output }))
  })
}

/** A gate that is one command of the workspace's own tools. */
export const commandGate = (name: string, what: string, tool: string, args: readonly string[]): Gate => ({
  name,
  what,
  run: async (root) => {
    const { code, output } = await execute(root, `${root}/node_modules/.bin/${tool}`, args)
    return { ok: code === 0, output }
  },
})

/** Every file of the project, tracked or not yet, without what .gitignore names. */
export async function projectFiles(root: string): Promise<readonly string[]> {
  const { code, stdout, output } = await execute(root, 'git', ['ls-files', '-z', '-co', '--exclude-standard'])
  if (code !== 0) throw new Error(`git ls-files failed: ${output}`)
  const paths = [...new Set(stdout.split('\0'))].sort()
  return paths.filter((path) => path !== '' && lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile())
}
