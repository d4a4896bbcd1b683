import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../../differential/chance.ts'

export interface Operation {
  readonly weight: number
  run(): Promise<void>
}

/** Callers that do one thing after another, with pauses. */
export class Callers {
  readonly #chance: Chance
  readonly #kinds: readonly Operation[]
  #stopped = false
  operations = 0
  #working: Promise<void>[] = []

  constructor(chance: Chance, kinds: readonly Operation[]) {
    this.#chance = chance
    this.#kinds = kinds
  }

  start(callers: number): void {
    this.#working = Array.from({ length: callers }, () => this.#work())
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      await this.#chance.weighted(this.#kinds).run()
      this.operations += 1
      await sleep(this.#chance.below(30))
    }
  }

  /** False: somebody hangs. */
  async stop(millis: number): Promise<boolean> {
    this.#stopped = true
    const given = new AbortController()
    const late = sleep(millis, false, { signal: given.signal }).catch(() => false)
    const settled = await Promise.race([Promise.all(this.#working).then(() => true), late])
    given.abort()
    return settled
  }
}
