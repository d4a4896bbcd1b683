// Plain JavaScript without dependencies: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pnpm } from './pnpm.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Installs what the lockfile names and builds the published packages: all that a fresh clone lacks.
 * Ends the process when a step fails, as nothing after it could say anything true.
 */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`muxpool needs Node 20.19 or later, this is ${process.versions.node}`)
    process.exit(1)
  }
  for (const args of [
    ['install', '--frozen-lockfile'],
    ['run', 'build'],
  ]) {
    const { status } = pnpm(args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) {
      console.error(`pnpm ${args.join(' ')} failed`)
      process.exit(status ?? 1)
    }
  }
}

/**
 * Runs a Node program of the workspace and gives its exit code.
 * @param {readonly string[]} args
 */
export function runNode(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return status ?? 1
}

/**
 * A file of an installed tool.
 * @param {string} path
 */
export const installed = (path) => join(root, 'node_modules', path)
