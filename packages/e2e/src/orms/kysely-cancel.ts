import { Kysely, PostgresDialect, sql } from 'kysely-0-29'
import { atOnce, failure, type Program } from './program.ts'

/** From 0.29 on, kysely cancels on the server what its caller gave up, by the process id that the client names. */
export const kyselyCancel: Program = {
  name: 'kysely-cancel',
  // Three of the pool, and the one from which it cancels.
  connections: 4,
  deviations: [{ id: 'process-id-is-virtual', observation: 'cancelled on the server', muxpool: false }],
  async run({ subject, connectionString, observe }) {
    const pool = new subject.driver.Pool({ connectionString, max: 3 })
    const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
    const asleep = sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity where state = 'active' and query like '%pg_sleep(3)%'
      and pid <> pg_backend_pid() and datname = current_database()`
    const untilAsleep = async (n: number): Promise<void> => {
      while ((await asleep.execute(db)).rows[0]?.n !== n) await sql`select pg_sleep(0.005)`.execute(db)
    }
    // Bystanders run through the whole time; none of their statements may be hit.
    let over = false
    const bystanders = atOnce(6, async () => {
      let answers = 0
      for (; !over; answers += 1) await sql`select pg_sleep(0.002)`.execute(db)
      return answers > 0
    })
    for (let round = 0; round < 2; round += 1) {
      const controller = new AbortController()
      const abort = { signal: controller.signal, inflightQueryAbortStrategy: 'cancel query' } as const
      const slow = failure(() => sql`select pg_sleep(3)`.execute(db, abort))
      await untilAsleep(1)
      const abortedAt = performance.now()
      controller.abort(new Error('given up'))
      observe('given up', await slow)
      await untilAsleep(0)
      observe('cancelled on the server', performance.now() - abortedAt < 2000)
    }
    over = true
    observe('bystanders', await bystanders)
    await db.destroy()
  },
}
