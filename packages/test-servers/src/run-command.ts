import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ServerUser } from './server-user.ts'

const execute = promisify(execFile)

export interface CommandOptions {
  readonly user?: ServerUser | null
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** For its standard input; default: none. */
  readonly input?: string
}

/** Output of a command that must succeed; its error holds the whole output. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { user = null, env, cwd = '/', input = '' } = options
  try {
    const running = execute(command, [...args], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      ...(env === undefined ? {} : { env }),
      ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    })
    // One that ends early does not read it all; how it ended tells more.
    running.child.stdin?.on('error', () => {}).end(input)
    return (await running).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const output = `${stdout}${stderr}`.trim()
    throw new Error(`${command} ${args.join(' ')} failed: ${output === '' ? (error as Error).message : output}`, {
      cause: error,
    })
  }
}
