import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../../differential/chance.ts'
import { Callers } from './callers.ts'
import type { Entry, Ledger } from './ledger.ts'
import type { Insert, LoadPool, LoadSession, Runs } from './load-pool.ts'

/** Callers that insert rows of their own in every manner, and note what they are told. */
export class Load {
  readonly #pool: LoadPool
  readonly #ledger: Ledger
  readonly #chance: Chance
  readonly callers: Callers

  constructor(pool: LoadPool, ledger: Ledger, chance: Chance) {
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

  async #insert(insert: Insert, entry: Entry, n: number, slow = false): Promise<void> {
    const wrong = await insert(entry.ids[n] ?? 0, slow)
    if (wrong !== null) this.#ledger.faults.push(`${entry.what}: asked for ${entry.ids[n]}, ${wrong}`)
  }

  async #one(on: Runs, entry: Entry): Promise<void> {
    try {
      await this.#insert(on.insert, entry, 0, !this.#chance.percent(50))
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  async #autocommit(): Promise<void> {
    const { fresh } = this.#pool.states
    const state = await this.#pool.state().catch((error) => {
      this.#ledger.fateOf(error, 'show')
      return fresh
    })
    if (state !== fresh) this.#ledger.faults.push(`a stranger's state: ${JSON.stringify(state)}`)
    await this.#one(this.#pool, this.#ledger.open('autocommit', 1))
  }

  async #connect(): Promise<LoadSession | null> {
    return this.#pool.connect().catch((error) => {
      this.#ledger.fateOf(error, 'connect')
      return null
    })
  }

  /** Statement by statement, with time to think: also the session itself must go on after ROLLBACK. */
  async #transaction(): Promise<void> {
    const session = await this.#connect()
    if (session === null) return
    const entry = this.#ledger.open('transaction', 2)
    let committing = false
    try {
      await session.begin()
      await this.#insert(session.insert, entry, 0)
      await sleep(this.#chance.below(8))
      await this.#insert(session.insert, entry, 1)
      committing = true
      await session.commit()
      entry.told = 'applied'
    } catch (error) {
      const fate = this.#ledger.fateOf(error, entry.what)
      entry.told = committing ? fate : 'aborted'
      await this.#afterwards(session)
    }
    session.release()
  }

  async #afterwards(session: LoadSession): Promise<void> {
    if (this.#chance.percent(30)) return
    try {
      await session.rollback()
    } catch (error) {
      this.#ledger.fateOf(error, 'rollback')
      return
    }
    await this.#one(session, this.#ledger.open('autocommit after a lost transaction', 1))
  }

  async #wholeTransaction(): Promise<void> {
    const entry = this.#ledger.open('pool.transaction', 2)
    try {
      await this.#pool.transaction(async (insert) => {
        for (const n of entry.ids.keys()) await this.#insert(insert, entry, n)
      })
      entry.told = 'applied'
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }

  async #pinned(): Promise<void> {
    const session = await this.#connect()
    if (session === null) return
    try {
      await session.set()
      await sleep(this.#chance.below(8))
      const state = await session.state()
      if (state !== this.#pool.states.set) this.#ledger.faults.push(`its own state is lost: ${JSON.stringify(state)}`)
    } catch (error) {
      this.#ledger.fateOf(error, 'set')
    }
    await this.#one(session, this.#ledger.open('pinned autocommit', 1))
    session.release()
  }

  /** Its connection is closed with it. */
  async #destroyed(): Promise<void> {
    const session = await this.#connect()
    if (session === null) return
    await session.begin().catch((error) => this.#ledger.fateOf(error, 'begin'))
    session.destroy()
  }

  async #refused(): Promise<void> {
    const entry = this.#ledger.open('refused', 1)
    try {
      await this.#pool.refused(entry.ids[0] ?? 0)
    } catch (error) {
      entry.told = this.#ledger.fateOf(error, entry.what)
    }
  }
}
