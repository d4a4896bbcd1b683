import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { call, execute, facesOnBothServers, query, rowsOf, take } from './stage.ts'

facesOnBothServers("the driver's own ways past a face", (stage) => {
  test('lead to the session: its promise form calls methods of the base class', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const session = await (pool as unknown as import('mysql2').Pool).promise().getConnection()
    const [rows] = await session.execute('select ? as p', [1])
    expect(rows).toEqual([{ p: 1 }])
    session.unprepare('select ? as p')
    session.pause()
    const waits = session.query('select 2 as a')
    session.resume()
    expect((await waits)[0]).toEqual([{ a: 2 }])
    expect(session.format('?', [1])).toBe('1')
    const statement = await session.prepare('select ? as q')
    expect((await statement.execute([3]))[0]).toEqual([{ q: 3 }])
    await statement.close()
    await session.beginTransaction()
    ;(session as unknown as { close(): void }).close()
    await expect(session.query('select 1')).rejects.toThrow('closed state')
    // The connection of the open transaction is closed, and the pool goes on.
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  test('have no socket to write to, and no command that needs one', async () => {
    const session = await take(stage().pool())
    const raw = session as unknown as { write(data: Buffer): void; createBinlogStream(options: object): void }
    expect(() => raw.write(Buffer.alloc(5))).toThrow(/no socket/)
    expect(() => raw.createBinlogStream({})).toThrow(/connection of its own/)
    expect((session as unknown as { stream: { destroyed: boolean } }).stream.destroyed).toBe(false)
    session.release()
    expect((session as unknown as { stream: { destroyed: boolean } }).stream.destroyed).toBe(true)
  })

  test('tell the tracing channels of the driver what they tell of its own pool', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const told: string[] = []
    const names = ['mysql2:query', 'mysql2:execute', 'mysql2:pool:connect'] as const
    const subscriptions = names.map((name) => {
      const channel = tracingChannel<unknown, object>(name)
      const hears = {
        start: (message: object) => void told.push(`${name} ${(message as { query?: string }).query ?? ''}`),
        end: () => {},
        asyncStart: () => {},
        asyncEnd: () => void told.push(`${name} over`),
        error: () => void told.push(`${name} failed`),
      }
      channel.subscribe(hears)
      return () => channel.unsubscribe(hears)
    })
    await rowsOf(pool, 'select 1')
    await execute(pool, 'select ?', [2])
    await query(pool, 'select nothing')
    for (const unsubscribe of subscriptions) unsubscribe()
    const got = ['mysql2:pool:connect ', 'mysql2:pool:connect over']
    expect(told.toSorted()).toEqual(
      [
        ...[...got, 'mysql2:query select 1', 'mysql2:query over'],
        ...[...got, 'mysql2:execute select ?', 'mysql2:execute over'],
        ...[...got, 'mysql2:query select nothing', 'mysql2:query failed', 'mysql2:query over'],
      ].toSorted(),
    )
  })

  test('call back in the async context of the caller', async () => {
    const pool = stage().pool({ connectionLimit: 2 })
    const store = new AsyncLocalStorage<number>()
    const seen = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        store.run(
          n,
          () =>
            new Promise((resolve) => {
              if (n % 2 === 0) pool.query('select 1', () => resolve(store.getStore()))
              else pool.query('select 1').on('end', () => resolve(store.getStore()))
            }),
        ),
      ),
    )
    expect(seen).toEqual(seen.map((_, n) => n))
  })

  test('tell of a lost connection, and go nowhere else with what was lost', async () => {
    const { admin } = stage()
    const pool = stage().pool({ connectionLimit: 2 })
    const session = await take(pool)
    const heard: unknown[] = []
    session.on('error', (error) => heard.push(error))
    await call(session, 'beginTransaction')
    const [{ id }] = (await rowsOf(session, 'select connection_id() as id')) as [{ id: number }]
    await admin.query(`kill ${id}`)
    await expect.poll(() => heard.length).toBe(1)
    expect((await query(session, 'select 1')).error).toMatchObject({ code: 'MUX_SESSION_BROKEN', fatal: true })
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
    session.release()
  })

  test('cancel by a signal and by a timeout', async () => {
    const pool = stage().pool({ connectionLimit: 1 })
    const controller = new AbortController()
    const cut = query(pool, { sql: 'select sleep(20)', signal: controller.signal })
    await expect.poll(() => pool.snapshot().databaseConnectionsCurrentlyBorrowed).toBe(1)
    controller.abort()
    expect((await cut).error).not.toBeNull()
    expect((await query(pool, { sql: 'select sleep(20)', timeout: 50 })).error).toMatchObject({
      code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    })
    expect(await rowsOf(pool, 'select 1 as a')).toEqual([{ a: 1 }])
  })
})
