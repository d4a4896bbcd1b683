import { Pool, type PoolClient } from '@muxpool/pg'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const database = 'views_of_the_server'

const made = [
  "create view setting as select set_config('work_mem', '7MB', false) as c",
  'create view still as select 1 as c',
  "create domain setting_domain as text default set_config('work_mem', '8MB', false)",
  'create table with_domain (id int, d setting_domain)',
  'create operator ### (procedure = pg_try_advisory_lock, leftarg = int, rightarg = int)',
  "create function of_argument(t text default set_config('work_mem', '9MB', false)) returns text language sql as 'select t'",
  'create table counted (id serial, t text)',
  'create view last_number as select lastval() as n',
  "create table of_last (n bigint default currval('counted_id_seq'))",
  'create table told (n bigint)',
  'create procedure tells() language sql as $$ insert into told select lastval() $$',
  'create view prepared as select statement from pg_prepared_statements',
]

describe('a database whose views and texts look at the connection', () => {
  let pool: Pool
  beforeAll(async () => {
    const url = new URL(sharedPostgres(18))
    const admin = new pg.Client({ connectionString: url.href })
    await admin.connect()
    await admin.query(`drop database if exists ${database} with (force)`)
    await admin.query(`create database ${database}`)
    await admin.end()
    url.pathname = `/${database}`
    const maker = new pg.Client({ connectionString: url.href })
    await maker.connect()
    for (const text of made) await maker.query(text)
    await maker.end()
    pool = new Pool({ connectionString: url.href, max: 1 })
  })
  afterAll(() => pool.end())

  /** Each of them ends before the next one needs the only connection. */
  const inSession = async <R>(work: (session: PoolClient) => Promise<R>): Promise<R> => {
    const session = await pool.connect()
    try {
      return await work(session)
    } finally {
      session.release()
    }
  }
  const numberOfAnother = async (): Promise<void> =>
    void (await inSession((session) => session.query("insert into counted (t) values ('of another')")))

  it.each([
    ['views', 'select * from setting'],
    ['defaults of domains', 'insert into with_domain (id) values (1)'],
    ['defaults of arguments', 'select of_argument()'],
    ['operators', 'select 4711 ### 2'],
  ])('keeps what its %s set with the functions of the server', async (_what, text) => {
    await inSession(async (session) => {
      await session.query('select * from still')
      expect(session.pinned).toBeNull()
      await session.query(text)
      expect(session.pinned).toMatchObject({ rule: 'catalogue.reached' })
    })
    const left =
      "select current_setting('work_mem') as c, (select count(*)::int from pg_locks where classid = 4711) as n"
    expect((await pool.query(left)).rows).toEqual([{ c: '4MB', n: 0 }])
  })

  it.each(['select n from last_number', 'insert into of_last default values'])(
    'tells nobody what a stranger’s sequence gave: %s',
    async (text) => {
      await numberOfAnother()
      await expect(pool.query(text)).rejects.toMatchObject({ code: '55000' })
    },
  )

  it.each([
    'do $$ begin insert into told select lastval(); end $$',
    'do $$ begin insert into told select count(*) from pg_prepared_statements having count(*) > 0; end $$',
    'prepare p as select lastval(); execute p',
    'call tells()',
  ])('tells no hidden text what a stranger has left: %s', async (text) => {
    await pool.query({ name: 'secret', text: "select 'the secret of another'" })
    await numberOfAnother()
    await pool.query(text).catch((error: { readonly code?: string }) => expect(error.code).toBe('55000'))
    expect((await pool.query('select n from told')).rows).toEqual([])
  })

  it('gives a session its own number', () =>
    inSession(async (session) => {
      const { rows } = await session.query("insert into counted (t) values ('own') returning id")
      const own = [{ n: String(rows[0]?.id) }]
      expect((await session.query('select n from last_number')).rows).toEqual(own)
      expect((await session.query('insert into of_last default values returning n')).rows).toEqual(own)
    }))

  it('shows nobody what a stranger has prepared', async () => {
    await pool.query({ name: 'secret', text: "select 'the secret of another'" })
    await inSession(async (session) => {
      expect((await session.query('select statement from prepared')).rows).toEqual([])
      await session.query({ name: 'own', text: 'select 1 as own' })
      expect((await session.query('select statement from prepared')).rows).toEqual([{ statement: 'select 1 as own' }])
    })
  })
})
