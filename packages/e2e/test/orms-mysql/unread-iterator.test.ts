import { createPool } from '@muxpool/mysql2'
import { sharedMysql } from '@muxpool/test-servers/vitest'
import { int, mysqlTable } from 'drizzle-orm/mysql-core'
import { drizzle } from 'drizzle-orm/mysql2'
import mysql from 'mysql2/promise'
import { expect, it } from 'vitest'

const number = mysqlTable('unread_number', { n: int('n').notNull() })

/** On mysql2's own pool this connection never comes back: it is released while it holds its socket. */
it.each(['mysql', 'mariadb'] as const)(
  'an iterator of Drizzle that is left unread costs no connection on %s',
  async (flavour) => {
    const admin = await mysql.createConnection(sharedMysql(flavour))
    await admin.query('create table unread_number (n int not null, filling char(200) not null default 1)')
    await admin.query('insert into unread_number (n) values ?', [Array.from({ length: 5_000 }, (_, n) => [n])])
    const pool = createPool({ uri: sharedMysql(flavour), maxConnections: 1, resetTimeoutMillis: 200 })
    const db = drizzle({ client: pool as never })
    for (let round = 0; round < 3; round++) {
      const seen: number[] = []
      for await (const { n } of db.select().from(number).prepare().iterator()) {
        seen.push(n)
        if (seen.length === 3) break
      }
      expect(seen).toHaveLength(3)
      const [rows] = await pool.promise().query('select 1 as one')
      expect(rows).toEqual([{ one: 1 }])
    }
    await pool.promise().end()
    await admin.query('drop table unread_number')
    await admin.end()
  },
)
