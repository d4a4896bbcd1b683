import { sharedMysql } from '@muxpool/test-servers/vitest'
import type { Pool, PoolConnection } from 'mysql2'
import { expect, it } from 'vitest'
import type { Run } from '../../src/orms/run.ts'
import { kysely } from '../../src/orms-mysql/kysely.ts'
import { runMysqlProgram } from '../../src/orms-mysql/run-program.ts'
import { type MysqlSubject, type Program, realMysql2 } from '../../src/orms-mysql/subjects.ts'
import { typeorm } from '../../src/orms-mysql/typeorm.ts'

/** Wrong on purpose: each statement of a connection goes to whatever connection is next. */
function scatteringPool(...args: [never]): Pool {
  const [pool, statements] = [realMysql2.driver.createPool(...args), realMysql2.driver.createPool(...args)]
  // Torn transactions wait for each other's locks.
  statements.on('connection', (connection) =>
    connection.query('set innodb_lock_wait_timeout = 1, lock_wait_timeout = 1'),
  )
  const getConnection = pool.getConnection.bind(pool)
  pool.getConnection = (back) =>
    getConnection((error, connection) => {
      if (error) return back(error, connection)
      const scattered: PoolConnection = Object.create(connection)
      scattered.query = ((...given: [string]) => statements.query(...given)) as unknown as PoolConnection['query']
      scattered.promise = () => ({ query: (...given: [string]) => statements.promise().query(...given) }) as never
      scattered.release = () => {}
      connection.release()
      back(null, scattered)
    })
  const end = pool.end.bind(pool)
  pool.end = (back) => statements.end(() => end(back))
  return pool
}

const scattering: MysqlSubject = {
  ...realMysql2,
  driver: { ...realMysql2.driver, createPool: scatteringPool as MysqlSubject['driver']['createPool'] },
  borrowed: () => 0,
}

const outcome = (run: Run): unknown => run.observations

it.each([kysely, typeorm])('$name sees that statements of one session run on several connections', async (program) => {
  const truth = await runMysqlProgram(program, realMysql2, sharedMysql())
  const wrong = await runMysqlProgram(program, scattering, sharedMysql()).then(outcome, (error: unknown) => error)
  expect(wrong).not.toEqual(truth.observations)
})

it('a connection that is still held at the end is counted', async () => {
  const hoarder: Program = {
    name: 'hoarder',
    connections: 1,
    async run({ subject, connectionString }) {
      const pool = subject.promises.createPool(connectionString)
      await pool.getConnection()
      await pool.end()
    },
  }
  expect((await runMysqlProgram(hoarder, realMysql2, sharedMysql())).heldAtEnd).toBe(1)
})

it('a connection that the program leaves open is a fault', async () => {
  const opened: { destroy(): void }[] = []
  const leaver: Program = {
    name: 'leaver',
    connections: 1,
    async run({ subject, connectionString }) {
      opened.push(await subject.promises.createConnection(connectionString))
    },
  }
  await expect(runMysqlProgram(leaver, realMysql2, sharedMysql())).rejects.toThrow('left 1 connections open')
  for (const connection of opened) connection.destroy()
})
