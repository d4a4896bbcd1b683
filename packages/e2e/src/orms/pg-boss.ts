import pg from 'pg'
import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss'
import { atOnce, failure, gate, type Program, type World } from './program.ts'

interface Letter {
  to: string
}

async function queues(boss: PgBoss, { observe }: World): Promise<void> {
  await boss.createQueue('dead')
  await boss.createQueue('letters', { retryLimit: 1, retryDelay: 0, deadLetter: 'dead', notify: true })
  await boss.createQueue('single', { policy: 'singleton' })
  observe('queue', await failure(() => boss.send('nowhere', {})))
  await boss.insert(
    'letters',
    Array.from({ length: 10 }, (_, i) => ({ data: { to: `p${i}` } })),
  )
  const fetched = await atOnce(5, () => boss.fetch<Letter>('letters', { batchSize: 2 }))
  const jobs = fetched.flat()
  observe('fetched once each', jobs.map((job) => job.data.to).sort())
  const ids = jobs.map((job) => job.id)
  const done = Object.entries(await boss.complete('letters', ids.slice(0, 9), { ok: true }))
  observe(
    'completed',
    done.filter(([key]) => key !== 'jobs'),
  )
  await boss.fail('letters', ids[9] ?? '', { why: 'first' })
  const [again] = await boss.fetch<Letter>('letters', { includeMetadata: true })
  observe('retried', [again?.id === ids[9], again?.retryCount])
  await boss.fail('letters', ids[9] ?? '', { why: 'second' })
  const [dead] = await boss.fetch<Letter>('dead')
  observe('dead letter', dead?.data.to === jobs[9]?.data.to)
  const sent = await atOnce(5, () => boss.send('letters', { to: 'x' }, { singletonKey: 'x', singletonSeconds: 3600 }))
  observe('singletons', sent.filter((id) => id !== null).length)
  await boss.deleteAllJobs('letters')
}

/** Jobs that are sent in the transaction of the program's own data. */
async function outbox(boss: PgBoss, pool: pg.Pool, { observe }: World): Promise<void> {
  await pool.query('create table orders (id int primary key)')
  const order = async (id: number, end: 'commit' | 'rollback'): Promise<void> => {
    const client = await pool.connect()
    const db: Db = { executeSql: (text, values) => client.query(text, values) }
    await client.query('begin')
    await client.query('insert into orders values ($1)', [id])
    await boss.send('letters', { to: `order ${id}` }, { db })
    await client.query(end)
    client.release()
  }
  await atOnce(10, (i) => order(i, i % 2 ? 'commit' : 'rollback'))
  observe('orders', (await pool.query('select id from orders order by id')).rows)
  const jobs = await boss.fetch<Letter>('letters', { batchSize: 20 })
  observe('sent with them', jobs.map((job) => job.data.to).sort())
  await boss.complete(
    'letters',
    jobs.map((job) => job.id),
  )
}

async function workers(boss: PgBoss, { observe }: World): Promise<void> {
  const seen: string[] = []
  const all = gate()
  // Between notifications the workers poll every 30 s only: what comes sooner comes by LISTEN.
  await boss.work<Letter>('letters', { batchSize: 20, localConcurrency: 3 }, async (jobs) => {
    seen.push(...jobs.map((job) => job.data.to))
    if (seen.length === 12) all.open()
  })
  await atOnce(12, (i) => boss.send('letters', { to: `w${i}` }))
  await all.passed
  observe('worked', seen.sort())
  await boss.offWork('letters')
}

async function everything(options: ConstructorOptions, pool: pg.Pool, world: World): Promise<void> {
  const boss = new PgBoss({ ...options, useListenNotify: true })
  const errors: unknown[] = []
  boss.on('error', (error) => errors.push(error))
  await boss.start()
  world.observe('installed', await boss.isInstalled())
  await queues(boss, world)
  await outbox(boss, pool, world)
  await workers(boss, world)
  await boss.supervise()
  await boss.stop({ graceful: true })
  world.observe('errors', errors)
}

/** pg-boss on the pool of the application, by its `db` option; the listener is a client of the pool. */
export const pgBossDb: Program = {
  name: 'pg-boss-db',
  connections: 4,
  async run(world) {
    const pool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 4 })
    const db: Db = {
      executeSql: (text, values) => pool.query(text, values),
      async listen(channel, onNotification, onReconnect) {
        const client = await pool.connect()
        client.on('notification', ({ payload }) => onNotification(payload ?? ''))
        await client.query(`listen "${channel}"`)
        onReconnect()
        return {
          async close() {
            await client.query(`unlisten "${channel}"`)
            client.release()
          },
        }
      },
    }
    await everything({ db }, pool, world)
    await pool.end()
  },
}

/** pg-boss makes a pool of its own: it gets the other class by way of the driver's module, which it shares. */
export const pgBossOwnPool: Program = {
  name: 'pg-boss-own-pool',
  // Three of each pool, and pg-boss's own client that listens.
  connections: 7,
  async run(world) {
    const { Pool } = world.subject.driver
    const pool = new Pool({ connectionString: world.connectionString, max: 3 })
    const real = pg.Pool
    try {
      pg.Pool = Pool
      await everything({ connectionString: world.connectionString, max: 3 }, pool, world)
    } finally {
      pg.Pool = real
    }
    await pool.end()
  },
}
