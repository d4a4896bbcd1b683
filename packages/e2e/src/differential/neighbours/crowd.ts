import { Chance } from '../chance.ts'
import type { NeighbourReport } from './neighbour.ts'

/** One session of the neighbour with this number, from its beginning to its end. */
export type NeighbourSession = (number: number, chance: Chance, report: NeighbourReport) => Promise<void>

/**
 * So many neighbours, each with one session after the other until told to stop. Each holds at most one session and
 * ends it by itself, so a neighbour never keeps a connection from others for ever.
 */
export class Crowd {
  readonly report: NeighbourReport = { sessions: 0, leaks: [], errors: [] }
  readonly #loops: Promise<void>[]
  #stopped = false
  #paused: Promise<void> | null = null
  #resume: (() => void) | null = null
  #resting = 0
  #atRest: (() => void) | null = null

  constructor(size: number, seed: number, session: NeighbourSession) {
    this.#loops = Array.from({ length: size }, (_value, number) =>
      this.#loop(session, number, new Chance(seed + number)),
    )
  }

  async #loop(session: NeighbourSession, number: number, chance: Chance): Promise<void> {
    while (!this.#stopped) {
      if (this.#paused !== null) {
        this.#resting++
        if (this.#resting === this.#loops.length) this.#atRest?.()
        await this.#paused
        this.#resting--
        continue
      }
      await session(number, chance, this.report)
    }
  }

  /** Resolves when no neighbour has a session. */
  async pause(): Promise<void> {
    if (this.#paused !== null || this.#loops.length === 0) return
    const atRest = new Promise<void>((resolve) => {
      this.#atRest = resolve
    })
    this.#paused = new Promise((resolve) => {
      this.#resume = resolve
    })
    await atRest
  }

  resume(): void {
    this.#resume?.()
    this.#paused = null
    this.#resume = null
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.resume()
    await Promise.all(this.#loops)
  }
}
