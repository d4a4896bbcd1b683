import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Migration {
  readonly dialect: 'postgresql' | 'mysql'
  /** Of the journal's format for this dialect. */
  readonly version: string
  readonly statements: string
}

/** By the library's own migrator, which wants a folder, and which is run twice as at each start of a service. */
export async function migrateTwice(
  { dialect, version, statements }: Migration,
  migrate: (config: { migrationsFolder: string }) => Promise<unknown>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'orms-drizzle-'))
  try {
    const entries = [{ idx: 0, version, when: 1_700_000_000_000, tag: '0000_first', breakpoints: true }]
    await mkdir(join(folder, 'meta'))
    await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ version, dialect, entries }))
    await writeFile(join(folder, '0000_first.sql'), statements)
    await migrate({ migrationsFolder: folder })
    await migrate({ migrationsFolder: folder })
  } finally {
    await rm(folder, { recursive: true })
  }
}
