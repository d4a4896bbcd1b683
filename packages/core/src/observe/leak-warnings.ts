type Leak = 'transaction' | 'pin' | 'released-in-transaction'

/** Places of a program that are told apart; a program has few that leak. */
const mostPlaces = 100

/** One process warning for each place of the program that leaves transactions open. A pin that lasts is no fault: it is an event only. */
export class LeakWarnings {
  readonly #warn: (message: string, code: string) => void
  readonly #told = new Set<string>()

  constructor(warn: (message: string, code: string) => void) {
    this.#warn = warn
  }

  leaked(pool: string, what: Leak, ageMillis: number, stack: string | null): void {
    if (what === 'pin') return
    const place = `${what} ${stack}`
    if (this.#told.has(place) || this.#told.size >= mostPlaces) return
    this.#told.add(place)
    const begun = stack === null ? '' : `; it began ${stack}`
    if (what === 'transaction')
      this.#warn(
        `pool ${pool}: a transaction was given up after ${Math.round(ageMillis)} ms${begun}`,
        'MUX_TRANSACTION_TIMEOUT',
      )
    else
      this.#warn(
        `pool ${pool}: a session was released in the middle of a transaction, which is rolled back${begun}`,
        'MUX_TRANSACTION_OPEN',
      )
  }
}
