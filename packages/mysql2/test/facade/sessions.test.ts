import mysql2 from 'mysql2'
import { expect, test } from 'vitest'
import { call, ended, facesOnBothServers, query, rowsOf, take } from './stage.ts'

const listening = ['connection', 'acquire', 'release', 'enqueue'] as const

facesOnBothServers('sessions', (stage) => {
  test('cost no connection, and are what mysql2 hands out', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    expect(pool).toBeInstanceOf((mysql2 as unknown as { Pool: new () => object }).Pool)
    const sessions = await Promise.all(Array.from({ length: 200 }, () => take(pool)))
    expect(pool.snapshot()).toMatchObject({ clientConnections: 200, databaseConnections: 1 })
    expect(sessions[0]).toBeInstanceOf((mysql2 as unknown as { PoolConnection: new () => object }).PoolConnection)
    expect((sessions[0] as unknown as { connectionId: number }).connectionId).toBe(sessions[0]?.threadId)
    expect(new Set(sessions.map(({ threadId }) => threadId)).size).toBe(200)
    // Nobody is reached by a number that a session tells of itself.
    const { error } = await query(pool, `kill ${sessions[0]?.threadId}`)
    expect(error).toMatchObject({ errno: 1094 })
    const sums = await Promise.all(sessions.map((session, n) => rowsOf(session, 'select ? + 1 as n', [n])))
    expect(sums).toEqual(sums.map((_, n) => [{ n: n + 1 }]))
    for (const session of sessions) session.release()
    expect(pool.snapshot()).toMatchObject({ clientConnections: 0 })
  })

  test('keep their transactions', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    await rowsOf(pool, 'create table if not exists test.of_transactions (n int)')
    await rowsOf(pool, 'truncate test.of_transactions')
    const count = 'select count(*) as n from test.of_transactions'
    const [one, other] = [await take(pool), await take(pool)]
    await call(one, 'beginTransaction')
    await rowsOf(one, 'insert into test.of_transactions values (1)')
    expect(await rowsOf(one, count)).toEqual([{ n: 1 }])
    expect(await rowsOf(other, count)).toEqual([{ n: 0 }])
    await call(one, 'rollback')
    expect(await rowsOf(one, count)).toEqual([{ n: 0 }])
    await call(one, 'beginTransaction')
    await rowsOf(one, 'insert into test.of_transactions values (1)')
    await call(one, 'commit')
    expect(await rowsOf(other, count)).toEqual([{ n: 1 }])
    one.release()
    other.release()

    const kept = await pool.transaction(
      async (tx) => {
        await tx.query('insert into test.of_transactions values (2)')
        return (await tx.execute('select ? as given', ['x']))[0]
      },
      { isolationLevel: 'serializable', readOnly: false },
    )
    expect(kept).toEqual([{ given: 'x' }])
    expect(await rowsOf(pool, count)).toEqual([{ n: 2 }])
    const failed = pool.transaction(async (tx) => {
      await tx.query('insert into test.of_transactions values (3)')
      throw new Error('of the work')
    })
    await expect(failed).rejects.toThrow('of the work')
    expect(await rowsOf(pool, 'select count(*) as n from test.of_transactions where n = 3')).toEqual([{ n: 0 }])
    const cut = pool.transaction(async (tx) => {
      await tx.query('insert into test.of_transactions values (4)')
      await tx.query('create table if not exists test.ends_it (n int)')
    })
    await expect(cut).rejects.toMatchObject({ code: 'MUX_TRANSACTION_ROLLED_BACK' })
    expect(await pool.withSession(async (session) => (await session.query('select 1 as a'))[0])).toEqual([{ a: 1 }])
    expect(pool.snapshot()).toMatchObject({ clientConnections: 0 })
  })

  test('change their user, are reset, pinged and paused', async () => {
    const { admin } = stage()
    for (const text of [
      "create user if not exists face_user@'%' identified by 'of face'",
      "grant all on test.* to face_user@'%'",
    ])
      await admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    const session = await take(pool)
    expect((await call(session, 'changeUser', { user: 'face_user', password: 'of face' })).error).toBeNull()
    expect(await rowsOf(session, "select substring_index(user(), '@', 1) as me")).toEqual([{ me: 'face_user' }])
    expect(session.config.user).toBe('face_user')
    session.release()
    expect(await rowsOf(pool, "select substring_index(user(), '@', 1) as me")).toEqual([{ me: 'root' }])

    const next = await take(pool)
    expect(next.config.user).toBe('root')
    expect((await call(next, 'ping')).error).toBeNull()
    await rowsOf(next, 'set @mine = 1')
    expect((await call(next, 'reset')).error).toBeNull()
    expect(await rowsOf(next, 'select @mine as mine')).toEqual([{ mine: null }])
    next.pause()
    let answered = false
    const waits = rowsOf(next, 'select 5 as a').then((rows) => {
      answered = true
      return rows
    })
    // Long enough for the server to have answered what this asks it behind that.
    await admin.query('select sleep(0.2)')
    expect(answered).toBe(false)
    next.resume()
    expect(await waits).toEqual([{ a: 5 }])
    next.release()
  })

  test('end by release, end and destroy, and refuse what comes behind', async () => {
    const pool = stage().pool()
    for (const method of ['release', 'destroy'] as const) {
      const session = await take(pool)
      const last = rowsOf(session, 'select 1 as a')
      if (method === 'destroy') await last
      session[method]()
      session[method]()
      expect(await last).toEqual([{ a: 1 }])
      expect((await query(session, 'select 2')).error?.message).toBe(
        "Can't add new command when connection is in closed state",
      )
    }
    const warned: unknown[] = []
    const session = await take(pool)
    session.on('warn', (warning) => warned.push(warning))
    await call(session, 'end')
    expect(warned).toHaveLength(1)
    pool.releaseConnection(await take(pool))
    expect(pool.snapshot()).toMatchObject({ clientConnections: 0 })
  })

  test('and the pool tell what happens, in the words of mysql2', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const told: string[] = []
    for (const event of listening) pool.on(event, () => told.push(event))
    pool.on('connection', (connection) => connection.query("set time_zone = '+04:00'"))
    const session = await take(pool)
    expect(await rowsOf(session, 'select @@time_zone as z')).toEqual([{ z: '+04:00' }])
    await call(session, 'beginTransaction')
    const waits = rowsOf(pool, 'select 1 as a')
    await expect.poll(() => told).toContain('enqueue')
    await call(session, 'commit')
    session.release()
    await waits
    expect(told.filter((event) => event === 'connection')).toHaveLength(1)
    expect(told.filter((event) => event === 'acquire')).toHaveLength(2)
    expect(told.filter((event) => event === 'release')).toHaveLength(2)
  })

  test('are ended with the pool, behind what they were given', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const session = await take(pool)
    await call(session, 'beginTransaction')
    const last = rowsOf(session, 'select sleep(0.1) as slept')
    const waiting = query(await take(pool), 'select 1')
    const before = performance.now()
    await ended(pool)
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(await last).toEqual([{ slept: 0 }])
    expect((await query(session, 'select 1')).error).not.toBeNull()
    expect((await query(pool, 'select 1')).error?.message).toBe('Pool is closed.')
    expect(await waiting).toMatchObject({ error: { message: 'Pool is closed.' } })
  })
})
