import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { mersenne } from 'pure-rand/generator/mersenne'

/** The random choices of one caller: the same for every pool, whatever the others do. */
export class Dice {
  readonly #generator: ReturnType<typeof mersenne>

  constructor(seed: number) {
    this.#generator = mersenne(seed)
  }

  between(least: number, most: number): number {
    return uniformInt(this.#generator, least, most)
  }

  fraction(): number {
    return uniformFloat64(this.#generator)
  }
}

/** The time of one run. When it is over, whoever thinks stops thinking, so that every session ends soon. */
export class Pace {
  readonly startedAt: number = performance.now()
  readonly #thinking = new Map<NodeJS.Timeout, () => void>()
  readonly #factor: number
  #overAt: number | null = null

  constructor(thinkFactor: number) {
    this.#factor = thinkFactor
  }

  get over(): boolean {
    return this.#overAt !== null
  }

  /** When the run ended, or now while it goes on. */
  get until(): number {
    return this.#overAt ?? performance.now()
  }

  get elapsedSeconds(): number {
    return (this.until - this.startedAt) / 1000
  }

  /** Uniform between half and one and a half of `meanMillis`. */
  think(meanMillis: number, dice: Dice): Promise<void> {
    const millis = meanMillis * this.#factor * (0.5 + dice.fraction())
    if (this.over || millis === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#thinking.delete(timer)
        resolve()
      }, millis)
      this.#thinking.set(timer, resolve)
    })
  }

  end(): void {
    this.#overAt ??= performance.now()
    for (const [timer, resolve] of this.#thinking) {
      clearTimeout(timer)
      resolve()
    }
    this.#thinking.clear()
  }
}
