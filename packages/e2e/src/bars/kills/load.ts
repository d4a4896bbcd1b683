import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from '@muxpool/pg'
import type { Chance } from '../../differential/chance.ts'
import { Callers } from './callers.ts'
import type { Entry, Ledger } from './ledger.ts'
import { marks } from './wire-watch.ts'

const insert = 'insert into ledger values ($1) returning id'
const slowInsert = 'insert into ledger select $1::int from (select pg_sleep(0.008)) as pause returning id'

interface Rows {
  readonly rows: readonly { readonly id?: number; readonly work_mem?: string }[]
}
interface Runs {
  query(text: string, values?: unknown[]): Promise<Rows>
}

/** Callers that insert rows of their own in every manner, and note what they are told. */
export class Load {
  readonly #pool: Pool
  readonly #ledger: Ledger
  readonly #chance: Chance
  readonly callers: Callers

  constructor(pool: Pool, ledger: Ledger, chance: Chance) {
    this.#pool = pool
    this.#ledger = ledger
    this.#chance = chance
    this.callers = new Callers(chance, [
      { weight: 4, run: () => this.#autocommit() },
      { weight: 4, run: () => this.#transaction() },
      { weight: 2, run: () => this.#wholeTransaction() },
      { weight: 3, run: () => this.#pinned() },
      { weight: 2, run: () => this.#destroyed() },
      { weight: 1, run: () => this.#refused() },
    ])
  }

  async #one(on: Runs, entry: Entry): Promise<void> {
    const text = this.#chance.percent(50) ? insert : slowInsert
    try {
      this.#answered(await on.query(text, [entry.ids[0]]), entry, 0)
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  #answered({ rows }: Rows, entry: Entry, n: number): void {
    if (rows[0]?.id !== entry.ids[n])
      this.#ledger.faults.push(`${entry.what}: asked for ${entry.ids[n]}, answered ${JSON.stringify(rows)}`)
  }

  async #autocommit(): Promise<void> {
    const { rows } = await this.#pool.query('show work_mem').catch((error) => {
      this.#ledger.fateOf(error, 'show')
      return { rows: [{ work_mem: '4MB' }] }
    })
    if (rows[0]?.work_mem !== '4MB') this.#ledger.faults.push(`a stranger's setting: ${JSON.stringify(rows)}`)
    await this.#one(this.#pool, this.#ledger.open('autocommit', 1))
  }

  async #connect(): Promise<PoolClient | null> {
    return this.#pool.connect().catch((error) => {
      this.#ledger.fateOf(error, 'connect')
      return null
    })
  }

  /** Statement by statement, with time to think: also the session itself must go on after ROLLBACK. */
  async #transaction(): Promise<void> {
    const client = await this.#connect()
    if (client === null) return
    const entry = this.#ledger.open('transaction', 2)
    let committing = false
    try {
      await client.query('BEGIN')
      this.#answered(await client.query(insert, [entry.ids[0]]), entry, 0)
      await sleep(this.#chance.below(8))
      this.#answered(await client.query(insert, [entry.ids[1]]), entry, 1)
      committing = true
      await client.query('COMMIT')
      entry.told = 'applied'
    } catch (error) {
      const fate = this.#ledger.fateOf(error, entry.what)
      entry.told = committing ? fate : 'aborted'
      await this.#afterwards(client)
    }
    client.release()
  }

  async #afterwards(client: PoolClient): Promise<void> {
    if (this.#chance.percent(30)) return
    try {
      await client.query('ROLLBACK')
    } catch (error) {
      this.#ledger.fateOf(error, 'rollback')
      return
    }
    await this.#one(client, this.#ledger.open('autocommit after a lost transaction', 1))
  }

  async #wholeTransaction(): Promise<void> {
    const entry = this.#ledger.open('pool.transaction', 2)
    try {
      await this.#pool.transaction(async (tx) => {
        for (const id of entry.ids) await tx.query(insert, [id])
      })
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  async #pinned(): Promise<void> {
    const client = await this.#connect()
    if (client === null) return
    try {
      await client.query(`${marks.pin} set work_mem = '5MB'`)
      await sleep(this.#chance.below(8))
      const { rows } = await client.query('show work_mem')
      if (rows[0]?.work_mem !== '5MB') this.#ledger.faults.push(`its own setting is lost: ${JSON.stringify(rows)}`)
    } catch (error) {
      this.#ledger.fateOf(error, 'set')
    }
    await this.#one(client, this.#ledger.open('pinned autocommit', 1))
    client.release()
  }

  /** Its connection is closed with it. */
  async #destroyed(): Promise<void> {
    const client = await this.#connect()
    if (client === null) return
    await client.query('BEGIN').catch((error) => this.#ledger.fateOf(error, 'begin'))
    client.release(true)
  }

  async #refused(): Promise<void> {
    const entry = this.#ledger.open('refused', 1)
    try {
      await this.#pool.query('insert into ledger values ($1::int / 0)', [entry.ids[0]])
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }
}
