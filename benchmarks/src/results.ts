import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

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

const settingsOfInterest = ['fsync', 'synchronous_commit', 'autovacuum', 'max_wal_size', 'shared_buffers']

export async function fingerprint(connectionString: string): Promise<Fingerprint> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const version = await client.query<{ v: string }>('select version() as v')
  const settings = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from pg_settings where name = any($1) order by name',
    [settingsOfInterest],
  )
  await client.end()
  const cpus = os.cpus()
  return {
    cpu: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    server: version.rows[0]?.v ?? 'unknown',
    serverSettings: Object.fromEntries(settings.rows.map(({ name, value }) => [name, value])),
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
