import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '@muxpool/mysql2'
import type { PoolConnection, Pool as Promised, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { Callers } from '../../bars/kills/callers.ts'
import type { Entry, Ledger } from '../../bars/kills/ledger.ts'
import type { Chance } from '../../differential/chance.ts'
import { marks } from './wire-watch.ts'

const insert = 'insert into ledger values (?)'
const slowInsert = 'insert into ledger select ? from (select sleep(0.008)) as pause'

type Runs = Pick<PoolConnection, 'query' | 'execute'>

/** Callers that insert rows of their own in every manner, and note what they are told. */
export class Load {
  readonly #pool: Pool
  readonly #promised: Promised
  readonly #ledger: Ledger
  readonly #chance: Chance
  readonly callers: Callers

  constructor(pool: Pool, ledger: Ledger, chance: Chance) {
    this.#pool = pool
    this.#promised = pool.promise()
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

  /** By the text protocol, or prepared. */
  async #insert(on: Runs, text: string, id: number | undefined, entry: Entry): Promise<void> {
    const [{ affectedRows }] = await (this.#chance.percent(50)
      ? on.query<ResultSetHeader>(text, [id])
      : on.execute<ResultSetHeader>(text, [id ?? 0]))
    if (affectedRows !== 1) this.#ledger.faults.push(`${entry.what}: ${affectedRows} rows were inserted`)
  }

  async #one(on: Runs, entry: Entry): Promise<void> {
    const text = this.#chance.percent(50) ? insert : slowInsert
    try {
      await this.#insert(on, text, entry.ids[0], entry)
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  async #autocommit(): Promise<void> {
    try {
      const [rows] = await this.#promised.query<RowDataPacket[]>('select @kept as kept')
      if (rows[0]?.kept !== null) this.#ledger.faults.push(`a stranger's variable: ${JSON.stringify(rows)}`)
    } catch (error) {
      this.#ledger.fateOf(error, 'select')
    }
    await this.#one(this.#promised, this.#ledger.open('autocommit', 1))
  }

  async #connect(): Promise<PoolConnection | null> {
    return this.#promised.getConnection().catch((error) => {
      this.#ledger.fateOf(error, 'getConnection')
      return null
    })
  }

  /** Statement by statement, with time to think: also the session itself must go on after ROLLBACK. */
  async #transaction(): Promise<void> {
    const connection = await this.#connect()
    if (connection === null) return
    const entry = this.#ledger.open('transaction', 2)
    let committing = false
    try {
      await connection.beginTransaction()
      await this.#insert(connection, insert, entry.ids[0], entry)
      await sleep(this.#chance.below(8))
      await this.#insert(connection, insert, entry.ids[1], entry)
      committing = true
      await connection.commit()
      entry.told = 'applied'
    } catch (error) {
      const fate = this.#ledger.fateOf(error, entry.what)
      entry.told = committing ? fate : 'aborted'
      await this.#afterwards(connection)
    }
    connection.release()
  }

  async #afterwards(connection: PoolConnection): Promise<void> {
    if (this.#chance.percent(30)) return
    try {
      await connection.rollback()
    } catch (error) {
      this.#ledger.fateOf(error, 'rollback')
      return
    }
    await this.#one(connection, this.#ledger.open('autocommit after a lost transaction', 1))
  }

  async #wholeTransaction(): Promise<void> {
    const entry = this.#ledger.open('pool.transaction', 2)
    try {
      await this.#pool.transaction(async (tx) => {
        for (const id of entry.ids) await this.#insert(tx, insert, id, entry)
      })
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  async #pinned(): Promise<void> {
    const connection = await this.#connect()
    if (connection === null) return
    try {
      await connection.query(`${marks.pin} set @kept = 5`)
      await sleep(this.#chance.below(8))
      const [rows] = await connection.query<RowDataPacket[]>('select @kept as kept')
      if (rows[0]?.kept !== 5) this.#ledger.faults.push(`its own variable is lost: ${JSON.stringify(rows)}`)
    } catch (error) {
      this.#ledger.fateOf(error, 'set')
    }
    await this.#one(connection, this.#ledger.open('pinned autocommit', 1))
    connection.release()
  }

  /** Its connection is closed with it. */
  async #destroyed(): Promise<void> {
    const connection = await this.#connect()
    if (connection === null) return
    await connection.beginTransaction().catch((error) => this.#ledger.fateOf(error, 'begin'))
    connection.destroy()
  }

  async #refused(): Promise<void> {
    const entry = this.#ledger.open('refused', 1)
    try {
      await this.#promised.query('insert into ledger values (? + (select 1 union select 2))', [entry.ids[0]])
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }
}
