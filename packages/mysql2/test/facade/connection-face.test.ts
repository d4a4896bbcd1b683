import { once } from 'node:events'
import mysql2 from 'mysql2'
import { expect, test } from 'vitest'
import { createConnection, createConnectionPromise } from '../../src/index.ts'
import { call, facesOnBothServers, query, rowsOf } from './stage.ts'

const threads = "select count(*) from information_schema.processlist where command <> 'Daemon' and user = 'lone'"

facesOnBothServers('a connection alone', (stage) => {
  const options = () => {
    const { hostname, port, pathname } = new URL(stage().url)
    return {
      host: hostname,
      port: Number(port),
      user: 'lone',
      password: 'secret',
      database: pathname.slice(1) || 'test',
    }
  }
  const account = async (): Promise<void> => {
    const { admin } = stage()
    await admin.query("drop user if exists 'lone'@'%'")
    await admin.query("create user 'lone'@'%' identified by 'secret'")
    await admin.query("grant all on *.* to 'lone'@'%'")
  }
  const count = async (): Promise<number> =>
    Number(((await stage().admin.query(threads)) as unknown as [[[number]]])[0][0][0])

  test('is a session: a hundred share one physical connection, and none sees the state of another', async () => {
    await account()
    const all = Array.from({ length: 100 }, () => createConnection({ ...options(), maxConnections: 1 }))
    expect(all[0]).toBeInstanceOf(mysql2.Connection)
    expect(all[0]).not.toBeInstanceOf(mysql2.PoolConnection)
    const answers = await Promise.all(all.map((connection, n) => rowsOf(connection, 'select ? as n', [n])))
    expect(answers).toEqual(all.map((_, n) => [{ n }]))
    expect(await count()).toBe(1)
    const [first, second] = all
    if (first === undefined || second === undefined) throw new Error('there are none')
    await rowsOf(first, 'set @mine = 5')
    expect(first.pinned).not.toBeNull()
    const other = rowsOf(second, 'select @mine as it')
    expect(await rowsOf(first, 'select @mine as it')).toEqual([{ it: 5 }])
    expect((await call(first, 'end')).error).toBeNull()
    expect(await other).toEqual([{ it: null }])
    expect((await query(first, 'select 1')).error?.message).toMatch('closed state')
    await Promise.all(all.slice(1).map((connection) => call(connection, 'end')))
    await expect.poll(count).toBe(0)
  })

  test('tells that it is there, once; what was asked before is answered in order, and the end comes behind it', async () => {
    await account()
    const connection = createConnection(options())
    const told: string[] = []
    connection.on('connect', () => told.push('connect'))
    connection.on('end', () => told.push('end'))
    connection.connect(() => told.push('connected'))
    for (const n of [1, 2, 3]) connection.query('select sleep(0.01)', () => told.push(String(n)))
    const ended = new Promise<void>((resolve) =>
      connection.end(() => {
        told.push('ended')
        resolve()
      }),
    )
    connection.on('error', (error) => told.push(String(error.message)))
    await ended
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(told).toEqual(['connect', 'connected', '1', '2', '3', 'ended', 'end'])
    await expect.poll(count).toBe(0)
  })

  test('that can not be made says so to whoever asked, and ends nobody else', async () => {
    await account()
    const wrong = { ...options(), password: 'wrong' }
    const refused = { errno: 1045, fatal: true }
    const connection = createConnection(wrong)
    const asked = query(connection, 'select 1')
    expect(await once(connection, 'error')).toEqual([expect.objectContaining(refused)])
    expect((await asked).error).toMatchObject({ errno: 1045 })
    expect((await call(createConnection(wrong), 'connect')).error).toMatchObject(refused)
    await expect(createConnectionPromise(wrong)).rejects.toMatchObject(refused)
    // Nobody listens to it.
    createConnection(wrong)
    const right = await createConnectionPromise(options())
    const [rows] = await right.query('select 1 as n')
    expect(rows).toEqual([{ n: 1 }])
    await right.end()
    await expect.poll(count).toBe(0)
  })

  test('that is destroyed says so, and is not heard of again', async () => {
    await account()
    const connection = createConnection(options())
    await once(connection, 'connect')
    const cut = query(connection, 'select sleep(5)')
    await rowsOf(
      createConnection(options()).on('connect', function (this: { end(): void }) {
        this.end()
      }),
      'select 1',
    )
    const end = once(connection, 'end')
    connection.destroy()
    await end
    expect((await cut).error).not.toBeNull()
    expect((await query(connection, 'select 1')).error?.message).toMatch('closed state')
    await expect.poll(count).toBe(0)
  })
})
