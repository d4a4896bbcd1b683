// Plain JavaScript without dependencies: this runs before anything is installed.
import { spawnSync } from 'node:child_process'

/** Another major version crashes on Node 20; a `packageManager` field would make other versions fail or switch. */
const pnpmVersion = '12.21.0'

/**
 * Runs pnpm, fetched by npx where it is missing. CI=true keeps it from asking.
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly stdio: import('node:child_process').StdioOptions }} options
 */
export function pnpm(args, { cwd, stdio }) {
  return spawnSync('npx', ['-y', `pnpm@${pnpmVersion}`, ...args], {
    cwd,
    stdio,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  })
}
