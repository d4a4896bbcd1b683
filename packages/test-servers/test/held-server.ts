import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServerKey } from '../src/index.ts'
import { lives } from './system.ts'

export interface HeldServer {
  readonly program: ChildProcess
  readonly processes: readonly number[]
  readonly keeper: number
  readonly directory: string
  readonly url: string
}

export interface Circumstances {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** A server that belongs to another process, which runs programs/hold-server.ts. */
export async function holdServer(
  key: ServerKey,
  { args = [], env = {}, user }: Circumstances = {},
): Promise<HeldServer> {
  const path = fileURLToPath(new URL('./programs/hold-server.ts', import.meta.url))
  const program = spawn(process.execPath, ['--import', 'tsx', path, String(key), ...args], {
    cwd: dirname(path),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  let complaint = ''
  program.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const line = once(createInterface({ input: program.stdout }), 'line')
  const ended = once(program, 'close').then(() => {
    throw new Error(`the program ended without a server: ${complaint}`)
  })
  ended.catch(() => {})
  const [said] = (await Promise.race([line, ended])) as [string]
  const { processes, directory, url } = JSON.parse(said) as { processes: number[]; directory: string; url: string }
  const keeper = Number(readFileSync(join(directory, 'keeper.pid'), 'utf8').split(' ')[0])
  return { program, processes, directory, url, keeper }
}

/** Resolves when nothing of the server is left; the time limit is the test's. */
export async function nothingLeft({ processes, keeper, directory }: HeldServer): Promise<void> {
  while ([...processes, keeper].some(lives) || existsSync(directory)) await sleep(10)
}

export function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : []
}
