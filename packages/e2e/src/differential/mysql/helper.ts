import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'mysql2/promise'
import type { RunDatabase } from '../database.ts'
import type { Helper } from '../engine.ts'
import { mostSeen } from '../most-seen.ts'
import { fill, type Names } from '../names.ts'
import type { Program } from '../program.ts'
import { adminPool, type Cell, columnOf } from './connect.ts'
import { lockSuffixes } from './probe.ts'

const pollMillis = 5

export class MysqlHelper implements Helper {
  readonly #pool: Pool
  readonly #user: string
  readonly #patienceMillis: number
  /** Ids of its own connections, which are not the subject's. */
  readonly #own = new Set<number>()

  constructor({ connectionString }: RunDatabase, patienceMillis: number) {
    this.#pool = adminPool(connectionString, patienceMillis)
    this.#pool.pool.on('connection', ({ threadId }) => this.#own.add(threadId))
    this.#user = new URL(connectionString).username
    this.#patienceMillis = patienceMillis
  }

  async run(text: string): Promise<void> {
    await this.#pool.query(text)
  }

  async #until(text: string, values: readonly unknown[] = []): Promise<boolean> {
    const end = performance.now() + this.#patienceMillis
    for (;;) {
      const [value] = await this.#look(text, values)
      if (value === 1) return true
      if (performance.now() > end) return false
      await delay(pollMillis)
    }
  }

  /** What the server shows of its connections; nothing while one runs a text that has no place in the view: 3854. */
  #look(text: string, values: readonly unknown[]): Promise<readonly Cell[]> {
    return columnOf(this.#pool, text, values).catch((error: { errno?: number }) => {
      if (error.errno === 3854) return []
      throw error
    })
  }

  untilUnlocked({ lock }: Names): Promise<boolean> {
    return this.#until(
      `select ${lockSuffixes.map((suffix) => `is_used_lock('${lock}${suffix}') is null`).join(' and ')}`,
    )
  }

  untilBlocked({ schema }: Names): Promise<boolean> {
    return this.#until(
      `select exists (select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT' and trx_query like ?)
         or exists (select 1 from information_schema.processlist where user = ? and info like ?
           and (state like 'Waiting for%' or state = 'User lock'))`,
      [`%${schema}%`, this.#user, `%${schema}%`],
    )
  }

  async setUp(program: Program, names: Names): Promise<void> {
    const source = JSON.stringify(program)
    const script = [`create database ${names.schema} character set utf8mb4`, `use ${names.schema}`]
    for (const role of ['role', 'role2'].filter((name) => source.includes(`{${name}}`))) {
      // It may be there from another part of the run, with rights of a user that is gone.
      script.push(`drop role if exists {${role}}`, `create role {${role}}`, `grant {${role}} to ${this.#user}@'%'`)
      script.push(`grant select on {s}.* to {${role}}`)
    }
    if (source.includes('{user}')) {
      // The schema that sessions begin in has the name of their user.
      script.push("create user if not exists {user}@'%'", `grant select on ${this.#user}.* to {user}@'%'`)
    }
    script.push(...(program.setup ?? []))
    const connection = await this.#pool.getConnection()
    try {
      for (const text of script) await connection.query(fill(text, names))
    } finally {
      // It is in the program's schema.
      connection.destroy()
    }
  }

  watchConnections(): { stop(): Promise<readonly string[]> } {
    return mostSeen(async () => {
      const now = await this.#look(
        `select concat_ws(' ', id, command, state) from information_schema.processlist
           where user = ? and id <> connection_id() and id not in (?)`,
        [this.#user, [0, ...this.#own]],
      )
      return now.map(String)
    })
  }

  async atRest(programs: readonly Names[]): Promise<readonly string[]> {
    const left: string[] = []
    for (const names of programs) {
      if (!(await this.untilUnlocked(names))) left.push(`a lock of ${names.lock}`)
    }
    const open = `select count(*) = 0 from information_schema.innodb_trx as t
      join information_schema.processlist as p on p.id = t.trx_mysql_thread_id where p.user = ?`
    if (!(await this.#until(open, [this.#user]))) left.push('an open transaction')
    return left
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}
