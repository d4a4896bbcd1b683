import type { Dialect } from './engine.ts'
import type { Measures } from './measures.ts'
import type { Dice, Pace } from './pace.ts'
import type { CallersClient } from './subjects.ts'

/** What a caller is doing, to name it if it hangs. */
export interface Caller {
  readonly number: number
  readonly pace: Pace
  readonly dice: Dice
  readonly measures: Measures
  doing: string
}

/** One open session of a caller: every statement of the workload goes through `run`. */
export class Visit {
  readonly dialect: Dialect
  readonly #client: CallersClient
  readonly #caller: Caller
  readonly #openedAt: number = performance.now()
  #waitedMillis: number
  #busyMillis = 0

  /** `waitedMillis`: what the caller waited for the session; it belongs to the first request. */
  constructor(client: CallersClient, dialect: Dialect, caller: Caller, waitedMillis: number) {
    this.dialect = dialect
    this.#client = client
    this.#caller = caller
    this.#waitedMillis = waitedMillis
    caller.measures.opened()
  }

  async run<R>(text: string, values: unknown[] = []): Promise<R[]> {
    const began = performance.now()
    this.#caller.doing = text
    const { rows } = await this.#client.query(text, values)
    const millis = performance.now() - began
    this.#waitedMillis += millis
    this.#busyMillis += millis
    this.#caller.measures.statementDone()
    return rows as R[]
  }

  /** The one row that a statement must give. */
  async row<R>(text: string, values?: unknown[]): Promise<R> {
    const rows = await this.run<R>(text, values)
    const row = rows[0]
    if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} rows instead of one: ${text}`)
    return row
  }

  async think(meanMillis: number): Promise<void> {
    this.#caller.doing = 'thinking'
    await this.#caller.pace.think(meanMillis, this.#caller.dice)
  }

  requestDone(): void {
    this.#caller.measures.requestDone(this.#waitedMillis)
    this.#waitedMillis = 0
  }

  /** With an error: the connection goes too, because nobody knows what is left on it. */
  close(error?: Error): void {
    this.#caller.doing = 'between sessions'
    this.#client.release(error)
    this.#caller.measures.closed(performance.now() - this.#openedAt, this.#busyMillis)
  }
}
