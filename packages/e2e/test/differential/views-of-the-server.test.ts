import { Pool } from '@muxpool/pg'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { describe, expect, it } from 'vitest'

const database = 'views_of_the_server'

describe('a database without routines of users', () => {
  it('keeps what its views set with the functions of the server', async () => {
    const url = new URL(sharedPostgres(18))
    const admin = new pg.Client({ connectionString: url.href })
    await admin.connect()
    await admin.query(`drop database if exists ${database} with (force)`)
    await admin.query(`create database ${database}`)
    await admin.end()
    url.pathname = `/${database}`
    const maker = new pg.Client({ connectionString: url.href })
    await maker.connect()
    await maker.query("create view setting as select set_config('work_mem', '7MB', false) as c")
    await maker.query('create view still as select 1 as c')
    await maker.end()
    const pool = new Pool({ connectionString: url.href, max: 1 })
    try {
      const one = await pool.connect()
      await one.query('select * from still')
      expect(one.pinned).toBeNull()
      await one.query('select * from setting')
      expect(one.pinned).toMatchObject({ rule: 'catalogue.reached' })
      one.release()
      const other = await pool.connect()
      expect((await other.query('show work_mem')).rows).toEqual([{ work_mem: '4MB' }])
      other.release()
    } finally {
      await pool.end()
    }
  })
})
