import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import type { EngineSide } from './engines/engine-side.ts'

/** What a figure depends on besides the program. No names of hosts, users or folders. */
export interface Fingerprint {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  readonly server: string
  readonly serverSettings: Readonly<Record<string, string>>
  /** Load of the last minute before the run: other programs on the machine. */
  readonly loadBefore: number
}

export async function fingerprint(side: EngineSide, url: string): Promise<Fingerprint> {
  const described = await side.describe(url)
  const cpus = os.cpus()
  return {
    cpu: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    ...described,
    loadBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  }
}

/** Writes results/<name>-<time>.json and returns its name. */
export function keepResults(name: string, results: unknown): string {
  const folder = new URL('../results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = `${name}-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.json`
  writeFileSync(fileURLToPath(new URL(file, folder)), `${JSON.stringify(results, null, 2)}\n`)
  return `results/${file}`
}
