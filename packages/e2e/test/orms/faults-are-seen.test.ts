import { EventEmitter } from 'node:events'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { expect, it } from 'vitest'
import { drizzle } from '../../src/orms/drizzle.ts'
import { prismaAdapter } from '../../src/orms/prisma-adapter.ts'
import type { Program } from '../../src/orms/program.ts'
import type { Run } from '../../src/orms/run.ts'
import { runProgram } from '../../src/orms/run-program.ts'
import { realPg, type Subject } from '../../src/orms/subjects.ts'

/** Wrong on purpose: each statement of a client goes to whatever connection is next. */
class ScatteringPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super(config)
    const connections = [1, 2, 3].map(() => new pg.Pool({ ...config, max: 1 }))
    let next = 0
    const query = ((...args: [string]) => {
      next += 1
      return connections[next % 3]?.query(...args)
    }) as pg.Pool['query']
    this.query = query
    const connect = () => Promise.resolve(Object.assign(new EventEmitter(), { query, release: () => {} }))
    this.connect = connect as unknown as pg.Pool['connect']
    const end = () => Promise.all(connections.map((pool) => pool.end()))
    this.end = end as unknown as pg.Pool['end']
  }
}

const scattering: Subject = { ...realPg, driver: { ...pg, Pool: ScatteringPool }, borrowed: () => 0 }

const outcome = (run: Run): unknown => run.observations

it.each([drizzle, prismaAdapter])(
  '$name sees that statements of one session run on several connections',
  async (program) => {
    const truth = await runProgram(program, realPg, sharedPostgres(18))
    const wrong = await runProgram(program, scattering, sharedPostgres(18)).then(outcome, (error: unknown) => error)
    expect(wrong).not.toEqual(truth.observations)
  },
)

it('a connection that is still held at the end is counted', async () => {
  const hoarder: Program = {
    name: 'hoarder',
    connections: 1,
    async run({ subject, connectionString }) {
      const pool = new subject.driver.Pool({ connectionString })
      const kept = await pool.connect()
      const ended = pool.end()
      kept.release()
      await ended
    },
  }
  expect((await runProgram(hoarder, realPg, sharedPostgres(18))).heldAtEnd).toBe(1)
})
