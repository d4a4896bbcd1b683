import { sharedMysql } from '@muxpool/test-servers/vitest'
import mysql2 from 'mysql2'
import promise from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import * as callbacks from '../../src/index.ts'
import * as promises from '../../src/promise.ts'
import { real } from '../face/harness/subjects.ts'
import { World } from '../face/harness/world.ts'

describe.each(['mysql', 'mariadb'] as const)('promises and clusters on %s', (flavour) => {
  const inWorld = async (run: (w: World) => Promise<void>): Promise<void> => {
    const world = await World.open(real, flavour, sharedMysql(flavour))
    try {
      await run(world)
    } finally {
      await world.close()
    }
  }

  test('a node with a wrong option is refused, and nothing of it stays', () =>
    inWorld(async (w) => {
      const cluster = promises.createPoolCluster()
      expect(() => cluster.add('A', w.options({ conectionLimit: 1 }) as never)).toThrow('connectionLimit')
      await expect(cluster.of('A').query('do 0')).rejects.toMatchObject({ code: 'POOL_NOEXIST' })
      cluster.add('A', w.options({ connectionLimit: 1 }))
      expect((await cluster.of('A').query('select 1 as a'))[0]).toEqual([{ a: 1 }])
      await cluster.end()
      expect(await w.backends()).toEqual([])
    }))

  test('sessions of a node cost no connection, and no other pool stands behind it', () =>
    inWorld(async (w) => {
      const cluster = promises.createPoolCluster()
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const sessions = await Promise.all(Array.from({ length: 20 }, () => cluster.getConnection('A', 'RR')))
      await Promise.all(sessions.map((session) => session.query('do 0')))
      expect(await w.backends()).toHaveLength(1)
      for (const session of sessions) session.release()
      await cluster.end()
      expect(await w.backends()).toEqual([])
    }))

  test('nothing of a session is ever seen by another, on two nodes with two connections each', () =>
    inWorld(async (w) => {
      const cluster = promises.createPoolCluster()
      for (const id of ['A', 'B']) cluster.add(id, w.options({ connectionLimit: 2, rowsAsArray: true }))
      const one = async (n: number): Promise<void> => {
        const session = await cluster.getConnection(n % 2 === 0 ? 'A' : 'B', 'RR')
        const foreign = 'select @who, @@sort_buffer_size = @@global.sort_buffer_size, database()'
        expect((await session.query(foreign))[0]).toEqual([[null, 1, w.server.database]])
        await expect(session.query('select n from face_tagged')).rejects.toMatchObject({ code: 'ER_NO_SUCH_TABLE' })
        await session.query('set @who = ?', [n])
        await session.query(`set session sort_buffer_size = ${500_000 + n * 1000}`)
        if (n % 3 === 0) {
          await session.query('create temporary table face_tagged (n int)')
          await session.query('insert into face_tagged values (?)', [n])
        }
        for (let turn = 0; turn < 3; turn++) {
          expect((await session.execute('select @who, ?', [turn]))[0]).toEqual([[n, turn]])
          expect((await session.query('select @@session.sort_buffer_size'))[0]).toEqual([[500_000 + n * 1000]])
          if (n % 3 === 0) expect((await session.query('select n from face_tagged'))[0]).toEqual([[n]])
        }
        session.release()
      }
      await Promise.all(Array.from({ length: 24 }, (_, n) => one(n)))
      await cluster.end()
    }))

  test("a pool of promises is mysql2's own class over muxpool's pool", () =>
    inWorld(async (w) => {
      const pool = promises.createPool(w.options({ connectionLimit: 1 }))
      expect(pool).toBeInstanceOf((promise as unknown as { PromisePool: typeof Object }).PromisePool)
      expect(pool.pool).toBeInstanceOf(callbacks.Pool)
      expect(callbacks.Pool).toBe((mysql2 as unknown as { Pool: unknown }).Pool)
      expect(await pool.pool.transaction(async (tx) => (await tx.query('select 1 as a'))[0])).toEqual([{ a: 1 }])
      expect(pool.pool.snapshot().databaseConnections).toBe(1)
      await pool.end()
    }))

  test('what the callback module calls promises is the same', () => {
    expect(callbacks.createPoolPromise).toBe(promises.createPool)
    expect(callbacks.createPoolClusterPromise).toBe(promises.createPoolCluster)
    expect(() => promises.createPool({ conectionLimit: 1 } as never)).toThrow('connectionLimit')
  })
})
