import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { remainders } from './at-rest.ts'
import type { Helper } from './engine.ts'
import { mostSeen } from './most-seen.ts'
import { fill, type Names } from './names.ts'
import type { Program } from './program.ts'

const pollMillis = 5

export class Admin implements Helper {
  readonly #pool: pg.Pool
  readonly #patienceMillis: number

  /** `patienceMillis`: how long until a state that the server must reach counts as never reached. */
  constructor(connectionString: string, patienceMillis: number) {
    this.#patienceMillis = patienceMillis
    // A statement that waits longer is behind a lock that a subject has left behind: an error is better than a hang.
    this.#pool = new pg.Pool({ connectionString, max: 4, lock_timeout: patienceMillis, application_name: 'harness' })
    this.#pool.on('error', () => {})
  }

  async run(text: string): Promise<void> {
    await this.#pool.query(text)
  }

  async value<T>(text: string, values: readonly unknown[] = []): Promise<T> {
    const result = await this.#pool.query<{ value: T }>(text, [...values])
    const row = result.rows[0]
    if (row === undefined) throw new Error(`no row: ${text}`)
    return row.value
  }

  /** Whether the query's `value` came to be true in good time. */
  async until(text: string, values: readonly unknown[] = []): Promise<boolean> {
    const end = performance.now() + this.#patienceMillis
    for (;;) {
      if (await this.value<boolean>(text, values)) return true
      if (performance.now() > end) return false
      await delay(pollMillis)
    }
  }

  untilUnlocked({ lockClass }: Names): Promise<boolean> {
    return this.until(
      `select not exists (select from pg_locks where locktype = 'advisory' and classid = $1
         and database = (select oid from pg_database where datname = current_database())) as value`,
      [lockClass],
    )
  }

  untilBlocked({ schema }: Names): Promise<boolean> {
    return this.until(
      `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query ~ $1) as value`,
      [`\\m${schema}\\M`],
    )
  }

  /** Roles are the server's: they may be there from another database of the run. */
  async setUp(program: Program, names: Names): Promise<void> {
    const source = JSON.stringify(program)
    const script = [`create schema ${names.schema}`]
    for (const role of ['role', 'role2'].filter((name) => source.includes(`{${name}}`))) {
      const made = `if not exists (select from pg_roles where rolname = '{${role}}') then create role {${role}} nologin; end if`
      script.push(fill(`do $$ begin ${made}; end $$; grant all on schema {s} to {${role}}`, names))
    }
    script.push(...(program.setup ?? []).map((text) => fill(text, names)))
    await this.run(script.join(';\n'))
  }

  watchConnections(): { stop(): Promise<readonly string[]> } {
    return mostSeen(async () => {
      // A connection that is still starting has no name yet.
      const now = await this.value<readonly string[] | null>(
        `select array_agg(concat_ws(' ', pid, state, wait_event, left(query, 60))) as value from pg_stat_activity
           where datname = current_database() and backend_type = 'client backend'
           and application_name <> 'harness' and state <> 'starting'`,
      )
      return now ?? []
    })
  }

  async atRest(): Promise<readonly string[]> {
    const left: string[] = []
    for (const { what, count } of remainders) {
      if (await this.until(`select (${count}) = 0 as value`)) continue
      left.push(`${what}: ${await this.value<string>(`select (${count}) as value`)}`)
    }
    return left
  }

  /** Ends what would keep the database from being dropped. */
  async end(): Promise<void> {
    const prepared = await this.#pool.query<{ gid: string }>(
      'select gid from pg_prepared_xacts where database = current_database()',
    )
    for (const { gid } of prepared.rows) await this.run(`rollback prepared '${gid}'`)
    await this.#pool.end()
  }
}
