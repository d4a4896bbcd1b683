import { Logger, makeWorkerUtils, run, runOnce, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import { atOnce, gate, type Program, type World } from './program.ts'

const logger = new Logger(() => () => {})

/** Neither runOnce() nor stop() waits for the statements that strike finished jobs off. */
async function settled(pgPool: pg.Pool): Promise<void> {
  const unsettled = 'select pg_sleep(0.005) from graphile_worker.jobs where last_error is null limit 1'
  while ((await pgPool.query(unsettled)).rowCount !== 0);
}

/** Jobs that are already there are run once, each by one of several workers, each with a client of the pool. */
async function backlog(pgPool: pg.Pool, { observe }: World): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool, logger })
  await utils.migrate()
  await pgPool.query('create table ledger (entry text primary key, pids boolean)')
  await atOnce(20, (i) => utils.addJob('enter', { entry: `e${i}` }))
  await utils.addJob('enter', { entry: 'replaced' }, { jobKey: 'same' })
  await utils.addJob('enter', { entry: 'replacement' }, { jobKey: 'same' })
  await utils.addJob('enter', { entry: 'e0' }, { maxAttempts: 1, runAt: new Date(Date.now() - 1000) })
  const taskList: TaskList = {
    async enter(payload, helpers) {
      const { entry } = payload as { entry: string }
      await helpers.withPgClient(async (client) => {
        await client.query('begin')
        const before = await client.query('select pg_backend_pid() as pid')
        try {
          await client.query('insert into ledger values ($1, pg_backend_pid() = $2)', [entry, before.rows[0].pid])
          await client.query('commit')
        } catch (error) {
          await client.query('rollback')
          throw error
        }
      })
    },
  }
  await runOnce({ pgPool, logger, taskList, concurrency: 4, noHandleSignals: true })
  await settled(pgPool)
  observe('ledger', (await pgPool.query('select * from ledger order by entry')).rows)
  const failed = await pgPool.query('select task_identifier, attempts, last_error from graphile_worker.jobs')
  observe(
    'failed',
    failed.rows.map((job) => ({ ...job, last_error: String(job.last_error).split('\n')[0] })),
  )
  await utils.withPgClient((client) => client.query('select 1'))
  const added = `select attempts, key from graphile_worker.add_job('enter', '{"entry": "sql"}')`
  observe('added by SQL', (await pgPool.query(added)).rows)
  await utils.release()
}

/** A running worker learns of new jobs by LISTEN: it polls only every minute. */
async function listening(pgPool: pg.Pool, { observe }: World): Promise<void> {
  const heard: number[] = []
  const all = gate()
  const started = gate()
  const finish = gate()
  const taskList: TaskList = {
    enter: () => {},
    async hear(payload, { query }) {
      const { rows } = await query<{ twice: number }>('select $1::int * 2 as twice', [(payload as { n: number }).n])
      heard.push(...rows.map((row) => row.twice))
      if (heard.length === 12) all.open()
    },
    async slow() {
      started.open()
      await finish.passed
    },
  }
  const runner = await run({ pgPool, logger, taskList, concurrency: 2, pollInterval: 60_000, noHandleSignals: true })
  await atOnce(12, (n) => runner.addJob('hear', { n }))
  await all.passed
  observe(
    'heard',
    heard.sort((a, b) => a - b),
  )
  await runner.addJob('slow', {})
  await started.passed
  const stopped = runner.stop()
  finish.open()
  await stopped
  await runner.promise
  await settled(pgPool)
  observe('left', (await pgPool.query('select task_identifier from graphile_worker.jobs where attempts < 25')).rows)
  observe('locked', (await pgPool.query('select count(*) from graphile_worker.jobs where locked_at is not null')).rows)
}

export const graphileWorker: Program = {
  name: 'graphile-worker',
  connections: 4,
  async run(world) {
    const pool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 4 })
    // The two handlers that it asks for.
    pool.on('error', (error) => world.observe('pool error', error))
    pool.on('connect', (client) => client.on('error', (error) => world.observe('client error', error)))
    await backlog(pool, world)
    await listening(pool, world)
    world.observe('listeners left', [pool.listenerCount('error'), pool.listenerCount('connect')])
    await pool.end()
  },
}
