import { expect, test, vi } from 'vitest'
import { execute, facesOnBothServers, query, rowsOf, take } from './stage.ts'

facesOnBothServers('a statement of the pool', (stage) => {
  test('has a session of its own, which ends with it, however that is', async () => {
    const pool = stage().pool({ connectionLimit: 2, queueLimit: 2 })
    const open = (): number => pool.snapshot().clientConnections
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
    expect((await query(pool, 'select nothing')).error?.errno).toBe(1054)
    const unspeakable = {
      toSqlString: (): string => {
        throw new Error('no words for it')
      },
    }
    expect((await query(pool, 'select ?', [unspeakable])).error?.message).toBe('no words for it')
    const answers = await Promise.all(Array.from({ length: 20 }, () => query(pool, 'select sleep(0.01) as a')))
    expect(new Set(answers.map(({ error }) => error?.message))).toEqual(new Set([undefined, 'Queue limit reached.']))
    expect((await query(pool, 'kill connection_id()')).error).not.toBeNull()
    expect(open()).toBe(0)
  })

  test('may be made of the answer of another one', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    const inner: Promise<unknown>[] = []
    const asks = {
      toSqlString: (): string => {
        inner.push(rowsOf(pool, 'select 2 as inner_one'))
        return '1'
      },
    }
    expect(await rowsOf(pool, 'select ? as outer_one', [asks])).toEqual([{ outer_one: 1 }])
    expect(await Promise.all(inner)).toEqual([[{ inner_one: 2 }]])
    expect(pool.snapshot().clientConnections).toBe(0)
  })

  test('keeps what it sets from the next one', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    await rowsOf(pool, "set @a = 'mine', sort_buffer_size = 300000")
    expect(await rowsOf(pool, 'select @a as a, @@sort_buffer_size = 300000 as set_by_other')).toEqual([
      { a: null, set_by_other: 0 },
    ])
    const left: unknown[] = []
    pool.events.on('leak', (leak) => left.push(leak))
    await rowsOf(pool, 'begin')
    expect(left).toMatchObject([{ stack: expect.stringContaining('test/facade/stage.ts') }])
    await rowsOf(pool, 'create temporary table kept (id int)')
    expect((await query(pool, 'select * from kept')).error?.errno).toBe(1146)
  })

  test('runs in the order in which the pool was asked, whatever it was asked for', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    await rowsOf(pool, 'drop table if exists in_order')
    await rowsOf(pool, 'create table in_order (id int auto_increment primary key, what text)')
    const insert = (what: string): string => `insert into in_order (what) values ('${what}')`
    const given = take(pool).then(async (session) => {
      await rowsOf(session, insert('session'))
      session.release()
    })
    await Promise.all([
      rowsOf(pool, insert('first')),
      execute(pool, insert('execute')),
      given,
      rowsOf(pool, insert('second')),
      execute(pool, insert('last')),
    ])
    const rows = (await rowsOf(pool, 'select what from in_order order by id')) as { what: string }[]
    const ofPool = rows.map(({ what }) => what).filter((what) => what !== 'session')
    expect(ofPool).toEqual(['first', 'execute', 'second', 'last'])
  })

  test('goes out while the timers are those of a test', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    await rowsOf(pool, 'select 1')
    vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout'] })
    try {
      // The second is written while the answer to the first is read.
      expect(await Promise.all([rowsOf(pool, 'select 1 as a'), rowsOf(pool, 'select 2 as a')])).toEqual([
        [{ a: 1 }],
        [{ a: 2 }],
      ])
    } finally {
      vi.useRealTimers()
    }
  })

  test('is heard of by whoever listens to the sessions of the pool', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    await rowsOf(pool, 'select 1')
    const heard: string[] = []
    pool.on('acquire', () => heard.push('acquire')).on('release', () => heard.push('release'))
    await rowsOf(pool, 'select 1')
    expect(heard).toEqual(['acquire', 'release'])
  })

  test('goes through getConnection() of whoever has put one of his own in its place', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const { getConnection } = pool
    let asked = 0
    pool.getConnection = (back) => {
      asked += 1
      getConnection.call(pool, back)
    }
    await rowsOf(pool, 'select 1')
    expect(asked).toBe(1)
  })
})
