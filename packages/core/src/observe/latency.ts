// A histogram reads no clock: what it records is handed in.
// biome-ignore lint/style/noRestrictedImports: createHistogram is no way to ask for the time
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** How long something took, of everything that was recorded since the pool's start or the last `reset()`. Microseconds. */
export interface LatencySummary {
  readonly count: number
  /** Exact. 0 when nothing was recorded. */
  readonly mean: number
  /** Half took no longer than this. Within 1 %, as every percentile here. */
  readonly p50: number
  readonly p99: number
  /** Exact. */
  readonly max: number
}

/** Longer times count as one hour in the percentiles; mean and max stay exact. */
const mostMicros = 3_600_000_000

/** As many as are kept before the histogram is told of them. */
const keptAtMost = 256

/**
 * Two figures keep a histogram at 30 KB for the whole range. Telling it costs about 25 ns on Node 20, and many times
 * that in the middle of other work, so what is recorded is kept until there is enough of it, or somebody asks.
 */
export class Latency {
  readonly #histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: mostMicros, figures: 2 })
  readonly #kept = new Float64Array(keptAtMost)
  #keptCount = 0
  #count = 0
  #total = 0
  #max = 0

  record(micros: number): void {
    this.#kept[this.#keptCount] = micros
    this.#keptCount += 1
    if (this.#keptCount === keptAtMost) this.#tell()
    if (!(micros > 0)) micros = 0
    this.#count += 1
    this.#total += micros
    if (micros > this.#max) this.#max = micros
  }

  #tell(): void {
    // Written so that NaN becomes 1: an observer never throws.
    for (const micros of this.#kept.subarray(0, this.#keptCount))
      this.#histogram.record(micros >= 1 ? Math.min(Math.round(micros), mostMicros) : 1)
    this.#keptCount = 0
  }

  /** Everything that the others have recorded, as if it had been recorded here too. */
  add(...others: readonly Latency[]): this {
    for (const other of others) {
      other.#tell()
      if (other.#count > 0) this.#histogram.add(other.#histogram)
      this.#count += other.#count
      this.#total += other.#total
      this.#max = Math.max(this.#max, other.#max)
    }
    return this
  }

  get count(): number {
    return this.#count
  }

  /** Microseconds of all records together. */
  get total(): number {
    return this.#total
  }

  summary(): LatencySummary {
    this.#tell()
    if (this.#count === 0) return { count: 0, mean: 0, p50: 0, p99: 0, max: 0 }
    return {
      count: this.#count,
      mean: this.#total / this.#count,
      p50: Math.min(this.#histogram.percentile(50), this.#max),
      p99: Math.min(this.#histogram.percentile(99), this.#max),
      max: this.#max,
    }
  }

  reset(): void {
    this.#keptCount = 0
    this.#histogram.reset()
    this.#count = 0
    this.#total = 0
    this.#max = 0
  }
}
