import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, execute, type Gate } from './gate.ts'
import { withInstallation } from './installed.ts'

/**
 * What a program may rely on. Each expected error is one that a type which has silently become `any` would not give:
 * an import that the program's settings can't resolve does that.
 */
const program = `
import { Pool, createPool, MuxError } from '@muxpool/pg'
import { classify } from '@muxpool/core/postgres'
import { createPool as createMysqlPool, type Pool as MysqlPool } from '@muxpool/mysql2'
import { createPool as createPromisePool } from '@muxpool/mysql2/promise'

const mysqlPool: MysqlPool = createMysqlPool({ connectionLimit: 3 })
// @ts-expect-error an option of mysql2 keeps its type
createMysqlPool({ port: { planted: true } })
// @ts-expect-error an option of muxpool keeps its type
createPromisePool({ maxConnections: { planted: true } })
export async function mysql(): Promise<void> {
  const connection = await createPromisePool('mysql://localhost').getConnection()
  // @ts-expect-error what is told of a pin keeps its type
  const planted: number = connection.pinned?.rule
  connection.release()
  mysqlPool.query('select 1', (error) => error?.code === String(planted))
}

const pool: Pool = createPool({ max: 3 })
// @ts-expect-error an option of pg keeps its type
createPool({ port: { planted: true } })
// @ts-expect-error an option of muxpool keeps its type
createPool({ maxConnections: { planted: true } })
export async function main(): Promise<number> {
  const client = await pool.connect()
  const { rows } = await client.query<{ id: number }>('select 1 as id')
  // @ts-expect-error a row keeps the type that was given
  const planted: string = rows[0]?.id
  client.release()
  return rows.length + classify('select 1').statements.length + (new Error() instanceof MuxError ? 1 : 0) + Number(planted)
}
`

interface Settings {
  readonly compiler: 'typescript 7' | 'typescript 5'
  readonly file: string
  readonly options: readonly string[]
}

/** How programs out there are set up. Their own settings reach into the types of a package. */
const programs: Readonly<Record<string, Settings>> = {
  'an ES module': { compiler: 'typescript 7', file: 'program.mts', options: ['--module', 'nodenext'] },
  CommonJS: { compiler: 'typescript 7', file: 'program.cts', options: ['--module', 'nodenext'] },
  'a bundler': {
    compiler: 'typescript 7',
    file: 'program.ts',
    options: ['--module', 'preserve', '--moduleResolution', 'bundler'],
  },
  'an older ES module': { compiler: 'typescript 5', file: 'program.mts', options: ['--module', 'nodenext'] },
  // What frameworks that began before package exports still generate.
  'CommonJS without interop': {
    compiler: 'typescript 5',
    file: 'program.ts',
    options: ['--module', 'commonjs', '--moduleResolution', 'node10', '--esModuleInterop', 'false'],
  },
}

const compilers: Readonly<Record<Settings['compiler'], string>> = {
  'typescript 7': 'node_modules/.bin/tsc',
  'typescript 5': 'gates/node_modules/.bin/tsc',
}

/** Compiles a program against what would be published. Unresolved imports of a declaration file would be `any`. */
export const consumerTypes: Gate = {
  name: 'consumer-types',
  what: 'a program that uses the packed types compiles under the usual settings',
  run: (root) =>
    withInstallation(root, async ({ directory }) => {
      const faults: string[] = []
      for (const [name, { compiler, file, options }] of Object.entries(programs)) {
        writeFileSync(join(directory, file), program)
        const strict = [
          '--noEmit',
          '--strict',
          '--target',
          'es2022',
          '--lib',
          'es2023,esnext.disposable',
          '--types',
          'node',
        ]
        const { code, output } = await execute(directory, join(root, compilers[compiler]), [
          ...strict,
          ...options,
          file,
        ])
        if (code !== 0) faults.push(`${name}, ${compiler}: ${output}`)
      }
      return complaints(faults, Object.keys(programs).join(', '))
    }),
}
