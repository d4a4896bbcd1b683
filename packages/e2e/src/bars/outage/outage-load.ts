/** Callers that each ask again as soon as they are answered. */
export class OutageLoad {
  readonly #ask: (n: number) => Promise<unknown>
  readonly #callers: number
  #stopping = false
  #answers = 0
  #running: Promise<unknown> = Promise.resolve()
  #hopes: { readonly at: number; readonly met: () => void }[] = []
  /** Callers without an answer. */
  pending = 0
  lost = 0
  readonly faults: string[] = []

  constructor(ask: (n: number) => Promise<unknown>, callers: number) {
    this.#ask = ask
    this.#callers = callers
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: this.#callers }, (_, n) => this.#caller(n)))
  }

  /** Resolves when so many more answers have come. */
  answered(more: number): Promise<void> {
    return new Promise((met) => this.#hopes.push({ at: this.#answers + more, met }))
  }

  async #caller(n: number): Promise<void> {
    while (!this.#stopping) {
      try {
        this.pending += 1
        const answer = await this.#ask(n).finally(() => (this.pending -= 1))
        if (answer !== n) this.faults.push(`caller ${n} got ${String(answer)}`)
        this.#answers += 1
        for (const { at, met } of this.#hopes) if (this.#answers >= at) met()
      } catch (error) {
        const { fate, message } = error as { fate?: string; message: string }
        if (fate === 'in-doubt' || fate === 'refused-by-server') this.lost += 1
        else {
          // It would be told the same at once and for ever, and nothing else would run.
          this.faults.push(`caller ${n} was told ${fate}: ${message}`)
          return
        }
      }
    }
  }

  /** Each caller has its last answer. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }
}
