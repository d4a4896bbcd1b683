import { expect, test } from 'vitest'
import { createPool } from '../../src/create-pool.ts'
import { call, facesOnBothServers, query, rowsOf, take } from './stage.ts'

test('a name that nobody knows is refused with the nearest', () => {
  expect(() => createPool({ conectionLimit: 3 } as never)).toThrow(/conectionLimit: did you mean connectionLimit/)
  expect(() => createPool({ maxConections: 3 } as never)).toThrow(/did you mean maxConnections/)
  expect(() => createPool({ maxConnections: 0 })).toThrow(/maxConnections/)
})

facesOnBothServers('options', (stage) => {
  test('bound the pool in the words of mysql2, also while it runs', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    expect(pool.config).toMatchObject({ connectionLimit: 1, queueLimit: 0, waitForConnections: true })
    const ids = async (): Promise<number> => {
      const sessions = await Promise.all([take(pool), take(pool), take(pool)])
      await Promise.all(sessions.map((session) => rowsOf(session, 'select sleep(0.05)')))
      for (const session of sessions) session.release()
      return pool.snapshot().databaseConnections
    }
    expect(await ids()).toBe(1)
    Object.assign(pool.config, { connectionLimit: 3 })
    expect(await ids()).toBe(3)
  })

  test('refuse to wait where the pool is full, and only there', async () => {
    const none = stage().pool({ connectionLimit: 2, waitForConnections: false })
    expect((await Promise.all([query(none, 'select 1'), query(none, 'select 1')])).map(({ error }) => error)).toEqual([
      null,
      null,
    ])
    const [one, other] = [await take(none), await take(none)]
    await Promise.all([call(one, 'beginTransaction'), call(other, 'beginTransaction')])
    expect((await query(none, 'select 1')).error).toMatchObject({ message: 'No connections available.' })
    // Whoever has a connection does not wait for one.
    expect(await rowsOf(one, 'select 1 as a')).toEqual([{ a: 1 }])
    one.release()
    other.release()

    const few = stage().pool({ connectionLimit: 1, queueLimit: 1 })
    const holder = await take(few)
    await call(holder, 'beginTransaction')
    const waits = query(few, 'select 2 as a')
    await expect.poll(() => few.snapshot().waiting).toBe(1)
    expect((await query(few, 'select 3')).error).toMatchObject({ message: 'Queue limit reached.' })
    await call(holder, 'commit')
    holder.release()
    expect((await waits).rows).toEqual([{ a: 2 }])
  })

  test('come as URL, as options and as functions', async () => {
    const { admin, url } = stage()
    for (const text of [
      "create user if not exists face_secret@'%' identified by 'first'",
      "grant all on test.* to face_secret@'%'",
    ])
      await admin.query(text)
    const pool = createPool(`${url}?connectionLimit=2&rowsAsArray=true&maxWaiting=50`)
    expect(await rowsOf(pool, 'select 1')).toEqual([[1]])
    expect(pool.config.connectionLimit).toBe(2)
    await call(pool, 'end')
    const asked = stage().pool({ user: 'face_secret', password: async () => 'first' })
    expect(await rowsOf(asked, 'select 1 as a')).toEqual([{ a: 1 }])
    // A new secret, put where programs put it.
    const wrong = stage().pool({ user: 'face_secret', password: 'of before' })
    expect((await query(wrong, 'select 1')).error).toMatchObject({ errno: 1045 })
    Object.assign((wrong.config as unknown as { connectionConfig: object }).connectionConfig, { password: 'first' })
    await expect.poll(async () => (await query(wrong, 'select 1 as a')).rows, { timeout: 10_000 }).toEqual([{ a: 1 }])
  })

  test('ask who to log in as, for each connection', async () => {
    const { admin } = stage()
    for (const [user, password] of [
      ['face_one', 'of one'],
      ['face_two', 'of two'],
    ] as const) {
      await admin.query(`create user if not exists ${user}@'%' identified by '${password}'`)
      await admin.query(`grant all on test.* to ${user}@'%'`)
    }
    let asked = 0
    const pool = stage().pool({
      user: 'nobody of this name',
      connectionLimit: 2,
      credentials: async () => {
        asked += 1
        return asked === 1 ? { user: 'face_one', password: 'of one' } : { user: 'face_two', password: 'of two' }
      },
    })
    const whose = (of: Parameters<typeof rowsOf>[0]): Promise<unknown> =>
      rowsOf(of, 'select user() like ? as one', ['face_one@%'])
    const [one, two] = [await take(pool), await take(pool)]
    await call(one, 'beginTransaction')
    await call(two, 'beginTransaction')
    expect([await whose(one), await whose(two)]).toEqual([[{ one: 1 }], [{ one: 0 }]])
    expect(asked).toBe(2)
    one.release()
    two.release()
    const failing = stage().pool({
      credentials: () => {
        throw new Error('the vault is shut')
      },
    })
    expect((await query(failing, 'select 1')).error?.message).toContain('the vault is shut')
    expect(() => createPool({ credentials: 'secret' as never })).toThrow(/credentials: wants a function/)
  })

  test('that run on each new connection are part of what sessions find', async () => {
    const pool = stage().pool({ initQuery: "set time_zone = '+02:00'", connectionLimit: 1 })
    for (let n = 0; n < 3; n += 1) {
      const session = await take(pool)
      expect(await rowsOf(session, 'select @@time_zone as z')).toEqual([{ z: '+02:00' }])
      await rowsOf(session, "set time_zone = '+09:00'")
      session.release()
    }
  })
})
