import { createPool, type Pool } from '@muxpool/pg'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const schema = `attacks_${process.pid}`

describe('what a statement or a caller can do to others', () => {
  let admin: pg.Client
  let pool: Pool
  beforeAll(async () => {
    admin = new pg.Client(sharedPostgres(18))
    await admin.connect()
    await admin.query(`create schema ${schema}`)
    await admin.query(`set search_path = ${schema}`)
    pool = createPool({
      connectionString: sharedPostgres(18),
      options: `-c search_path=${schema}`,
      maxConnections: 2,
      connectionBorrowTimeoutMillis: 5_000,
    })
  })
  afterAll(async () => {
    await pool.end()
    await admin.query(`drop schema ${schema} cascade`)
    await admin.end()
  })

  it('never runs a named statement twice for an error that only looks like a forgotten name', async () => {
    await admin.query('create table twice (id int)')
    await admin.query(`create procedure commits_and_fails() language plpgsql as $$
      begin
        insert into twice values (1);
        commit;
        raise exception 'a code that somebody chose' using errcode = '26000';
      end $$`)
    await expect(pool.query({ name: 'call', text: 'call commits_and_fails()' })).rejects.toMatchObject({
      message: 'a code that somebody chose',
    })
    const { rows } = await admin.query('select count(*)::int as n from twice')
    expect(rows).toEqual([{ n: 1 }])
  })

  it('never runs it twice for a name that was forgotten inside', async () => {
    await admin.query('create table inside (id int)')
    await admin.query(`create procedure commits_and_executes() language plpgsql as $$
      begin
        insert into inside values (1);
        commit;
        execute 'execute nobody_prepared_this';
      end $$`)
    await expect(pool.query({ name: 'call-inside', text: 'call commits_and_executes()' })).rejects.toMatchObject({
      code: '26000',
    })
    const { rows } = await admin.query('select count(*)::int as n from inside')
    expect(rows).toEqual([{ n: 1 }])
  })

  it('stays whole when everything that a program may hang onto the pool throws', async () => {
    const thrown: unknown[] = []
    const mine = (error: unknown): void => void thrown.push(error)
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', mine)
    const fail = (where: string) => (): never => {
      throw new Error(`thrown in ${where}`)
    }
    const own = createPool({
      connectionString: sharedPostgres(18),
      maxConnections: 2,
      connectionBorrowTimeoutMillis: 5_000,
      log: fail('log'),
    })
    try {
      const events = [
        'borrow',
        'return',
        'wait',
        'pin',
        'unpin',
        'stateDiscarded',
        'connectionOpen',
        'connectionLost',
      ] as const
      for (const event of [...events, 'connectionClose', 'openFailed', 'leak'] as const)
        own.events.on(event, fail(event))
      for (const event of ['release', 'remove', 'error'] as const) own.on(event, fail(`pool ${event}`))
      for (let round = 0; round < 4; round++) {
        // What pg lets fail by a listener that throws may fail here; what matters is what is left behind.
        await Promise.allSettled(
          Array.from({ length: 6 }, async (_, n) => {
            const client = await own.connect()
            for (const event of ['notice', 'notification', 'error', 'end', 'drain'] as const)
              client.on(event, fail(`client ${event}`))
            await client.query("do $$ begin raise notice 'to a listener that throws'; end $$")
            if (n === 1) await client.query("listen thrower; notify thrower, 'x'")
            if (n === 2) await client.query("set work_mem = '5MB'")
            if (n === 3) await client.query('begin')
            if (n === 4) await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
            client.query('select 1', fail('callback'))
            client.query('select nonsense', fail('callback of an error'))
            await client.query('select 2').finally(() => client.release())
          }),
        )
        own.query('select 3', fail('callback of the pool'))
      }
      own.events.removeAllListeners()
      own.removeAllListeners()
      const clients = await Promise.all([own.connect(), own.connect()])
      await Promise.all(clients.map((client) => client.query('begin')))
      expect(own.snapshot().databaseConnectionsCurrentlyBorrowed).toBe(2)
      await Promise.all(clients.map((client) => client.query('rollback')))
      for (const client of clients) client.release()
      await own.end()
      // Behind what is thrown a tick later.
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(thrown.filter((error) => !(error as Error).message.startsWith('thrown in'))).toEqual([])
    } finally {
      process.off('uncaughtException', mine)
      for (const listener of others) process.on('uncaughtException', listener)
    }
  })
})
