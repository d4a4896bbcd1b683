import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MySql2Database } from 'drizzle-orm/mysql2'
import { migrate } from 'drizzle-orm/mysql2/migrator'

const migration = `
create table author (id int auto_increment primary key, email varchar(100) not null unique, born datetime(3),
  balance decimal(12, 2) not null default 0, visits bigint not null default 0, about json, photo blob);
--> statement-breakpoint
create table book (id int auto_increment primary key, author int not null references author (id), title text not null);
`

export type Db = MySql2Database<Record<string, never>>

/** By the library's own migrator, which wants a folder, and which is run twice as at each start of a service. */
export async function migrateTwice(db: Db): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'orms-drizzle-'))
  try {
    const entries = [{ idx: 0, version: '5', when: 1_700_000_000_000, tag: '0000_first', breakpoints: true }]
    await mkdir(join(folder, 'meta'))
    await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '5', dialect: 'mysql', entries }))
    await writeFile(join(folder, '0000_first.sql'), migration)
    await migrate(db, { migrationsFolder: folder })
    await migrate(db, { migrationsFolder: folder })
  } finally {
    await rm(folder, { recursive: true })
  }
}
