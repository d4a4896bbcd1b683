import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plainEnvironment as environment, type ServerFamily } from '../family.ts'
import { runCommand } from '../run-command.ts'

/** https://www.postgresql.org/docs/current/server-shutdown.html */
export type StopManner = 'fast' | 'immediate' | 'smart'

/** Test data need not survive the machine: what makes writes durable is off. */
const defaultSettings: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
}

/** Lines below this one are ours; the ones above are what initdb wrote. */
const mark = '# written before each start by @muxpool/test-servers'

export interface PostgresShape {
  readonly superuser: string
  /** Lines of pg_hba.conf; without them every user of this machine may connect without a password. */
  readonly hba: readonly string[] | null
}

export function postgresFamily(shape: PostgresShape): ServerFamily<StopManner> {
  return {
    name: 'postgres',
    environment,
    stopSignals: { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' },
    promptStop: 'fast',
    abruptStop: 'immediate',
    templateName: ({ version }) => `postgres-${version}-${encodeURIComponent(shape.superuser)}`,

    async initialise({ binaries }, { directory, user }) {
      const args = ['-D', directory, '-U', shape.superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
      await runCommand(join(binaries, 'initdb'), args, { user, env: environment })
    },

    async configure({ directory }, settings) {
      const path = join(directory, 'postgresql.conf')
      const [head] = (await readFile(path, 'utf8')).split(mark)
      const lines = Object.entries({ ...defaultSettings, ...settings }).map(
        ([name, value]) => `${name} = ${quoted(value)}`,
      )
      await writeFile(path, [`${head?.trimEnd()}\n`, mark, ...lines, ''].join('\n'))
      if (shape.hba !== null) await writeFile(join(directory, 'pg_hba.conf'), `${shape.hba.join('\n')}\n`)
    },

    launch: ({ binaries }, { directory }, { host, port }) => ({
      command: join(binaries, 'postgres'),
      args: ['-D', directory, '-p', String(port), '-h', host],
    }),

    isReady({ directory }, { pid }) {
      const [first, , , , , , , status] = readOrEmpty(join(directory, 'postmaster.pid')).split('\n')
      // The file of a killed server says ready too, under another process id.
      return Number(first) === pid && (status?.trim() === 'ready' || status?.trim() === 'standby')
    },

    saysPortTaken: (log) => log.includes('could not bind') && log.includes('Address already in use'),

    // 'postgres: user database 127.0.0.1(40000) idle'; its own workers have no address.
    backends: ({ processes }) =>
      processes()
        .filter(({ title }) => /postgres: .* \S+\(\d+\)/.test(title))
        .map(({ pid }) => pid),
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
