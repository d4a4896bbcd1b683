import { Readable } from 'node:stream'
import mysql2 from 'mysql2'
import { expect, test } from 'vitest'
import { call, execute, facesOnBothServers, query, rowsOf, take } from './stage.ts'

facesOnBothServers('statements of the pool and of sessions', (stage) => {
  test('come in every form of the driver', async () => {
    const pool = stage().pool({ namedPlaceholders: true })
    const session = await take(pool)
    for (const asked of [pool, session]) {
      expect(await rowsOf(asked, 'select 1 as a')).toEqual([{ a: 1 }])
      expect(await rowsOf(asked, 'select ? as a, ?? as b from (select 2 as x) as t', ['v', 'x'])).toEqual([
        { a: 'v', b: 2 },
      ])
      expect(await rowsOf(asked, { sql: 'select ? as a', values: [3] })).toEqual([{ a: 3 }])
      expect(await rowsOf(asked, { sql: 'select ? as a' }, [4])).toEqual([{ a: 4 }])
      expect(await rowsOf(asked, 'select :five as a', { five: 5 })).toEqual([{ a: 5 }])
      expect(await rowsOf(asked, { sql: 'select 6 as a', rowsAsArray: true })).toEqual([[6]])
      expect(await rowsOf(asked, { sql: 'select t.a from (select 7 as a) as t', nestTables: true })).toEqual([
        { t: { a: 7 } },
      ])
      const typeCast = (field: { type: string }, next: () => unknown): unknown =>
        field.type === 'LONGLONG' || field.type === 'LONG' ? 'cast' : next()
      expect(await rowsOf(asked, { sql: 'select 8 as a', typeCast })).toEqual([{ a: 'cast' }])
      expect((await execute(asked, 'select ? + 1 as a', [8])).rows).toEqual([{ a: 9 }])
      expect((await execute(asked, 'select :ten + 0 as a', { ten: 10 })).rows).toEqual([{ a: 10 }])
      expect((await execute(asked, { sql: 'select ? + 0 as a', values: [11], rowsAsArray: true })).rows).toEqual([[11]])
    }
    const made = (mysql2 as unknown as { createQuery(...args: unknown[]): unknown }).createQuery(
      'select 12 as a',
      [],
      undefined,
      {},
    )
    const rows: unknown[] = []
    await new Promise((resolve) =>
      session
        .query(made as never)
        .on('result', (row) => rows.push(row))
        .on('end', resolve),
    )
    expect(rows).toEqual([{ a: 12 }])
    session.release()
  })

  test('tell their errors as the driver does', async () => {
    const pool = stage().pool()
    for (const run of [query, execute]) {
      const { error } = await run(pool, 'select nothing from nowhere')
      expect(error).toMatchObject({ code: 'ER_NO_SUCH_TABLE', errno: 1146, sql: 'select nothing from nowhere' })
    }
    expect(() => pool.execute({ sql: 'select ?', values: {} } as never, () => {})).not.toThrow()
    expect((await execute(pool, 'select ?', [undefined])).error?.message).toMatch(/must not contain undefined/)
    const seen = await new Promise((resolve) => pool.query('selec 1').on('error', resolve))
    expect(seen).toMatchObject({ errno: 1064 })
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  test('stream, several at once, and give their connection back at the end or in the middle', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    const text = 'with recursive n as (select 1 as i union all select i + 1 from n where i < 900) select i from n'
    const all = await Promise.all(
      [1, 2, 3].map(async () => {
        const rows: unknown[] = []
        for await (const row of pool.query(text).stream({ highWaterMark: 5 })) rows.push(row)
        return rows.length
      }),
    )
    expect(all).toEqual([900, 900, 900])
    const stream = pool.query(text).stream({ highWaterMark: 1 })
    await new Promise((resolve) => stream.once('data', resolve))
    stream.destroy()
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
    // Released while it is read: the rows go on to their end.
    const session = await take(pool)
    const late = session.query(text).stream({ highWaterMark: 1 })
    session.release()
    let read = 0
    for await (const _ of late) read += 1
    expect(read).toBe(900)
    await expect.poll(() => pool.snapshot().clientConnections).toBe(0)
  })

  test('may be many in one text, with all their results', async () => {
    const pool = stage().pool({ multipleStatements: true })
    const { rows } = await query(pool, 'select 1 as a; set @b = 2; select @b as b')
    expect([rows[0], rows[2]]).toEqual([[{ a: 1 }], [{ b: 2 }]])
    // What the second has left is the session's that has ended.
    expect(await rowsOf(pool, 'select @b as b')).toEqual([{ b: null }])
    expect((await query(stage().pool(), 'select 1; select 2')).error).toMatchObject({ errno: 1064 })
  })

  test('read local files', async () => {
    const pool = stage().pool()
    await rowsOf(pool, 'create table if not exists test.lines_read (line varchar(20))')
    await rowsOf(pool, 'truncate test.lines_read')
    const given = { sql: "load data local infile 'any' into table test.lines_read" }
    const infileStreamFactory = (): Readable => Readable.from([Buffer.from('one\ntwo\n')])
    expect(await rowsOf(pool, { ...given, infileStreamFactory })).toMatchObject({ affectedRows: 2 })
    expect(await rowsOf(pool, 'select line from test.lines_read order by line')).toEqual([
      { line: 'one' },
      { line: 'two' },
    ])
    expect((await query(pool, given)).error).not.toBeNull()
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  test('that are prepared belong to the session, whichever connection runs them', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    const [one, other] = [await take(pool), await take(pool)]
    const { rows: handle } = await call(one, 'prepare', 'select ? as p')
    const seen = await Promise.all([
      call(handle, 'execute', [1]),
      rowsOf(other, 'select sleep(0.05)'),
      rowsOf(pool, 'select sleep(0.05)'),
    ])
    expect(seen[0].rows).toEqual([{ p: 1 }])
    expect((await call(handle, 'execute', [2])).rows).toEqual([{ p: 2 }])
    expect(handle.query).toBe('select ? as p')
    expect(one.unprepare('select ? as p')).toMatchObject({ query: 'select ? as p' })
    expect(one.unprepare('select ? as p')).toBeUndefined()
    handle.close()
    expect((await call(handle, 'execute', [3])).error).toMatchObject({ errno: 1243 })
    one.release()
    // Behind the release it reaches nobody's connection.
    const { rows: late } = await call(other, 'prepare', 'select ? as q')
    other.release()
    expect((await call(late, 'execute', [4])).error).toMatchObject({ code: 'MUX_SESSION_ENDED' })
  })
})
