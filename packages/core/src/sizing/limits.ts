import type { ServerLimits } from '../adapter/engine.ts'
import type { Clock } from '../clock/clock.ts'
import type { PoolOptions } from '../options.ts'

/** Without any bound given: node-postgres' own default, and on AWS Lambda one handler runs at a time. */
export const defaultConnections = (onLambda: boolean): number => (onLambda ? 2 : 10)

/** How long a full server lowers the limit before one more connection is tried. */
const backPressureMillis = 5_000

/** A bound of an adapter's own that may change at any time. Asked for, so that the options stay plain data. */
export interface LiveBound {
  /** What `maxConnections` would be now. */
  readonly maxConnections: () => number | null
  /** No value of it goes above this. */
  readonly ceiling: number
}

/** How many connections may exist now. The slots are the ceiling; this admission limit lies at or below it. */
export class Limits {
  readonly #clock: Clock
  readonly #options: PoolOptions
  readonly #fallback: number
  readonly #live: LiveBound | null
  #server: ServerLimits | null = null
  #pressed: { readonly limit: number; readonly since: number } | null = null

  constructor(clock: Clock, options: PoolOptions, onLambda: boolean, live: LiveBound | null = null) {
    this.#live = live
    this.#clock = clock
    this.#options = options
    this.#fallback = defaultConnections(onLambda)
  }

  /** The bound that options and server give, before back-pressure. */
  get allowed(): number {
    const { maxConnectionsPercent, share } = this.#options
    const maxConnections = this.#live === null ? this.#options.maxConnections : this.#live.maxConnections()
    if (maxConnectionsPercent === null) return maxConnections ?? this.#fallback
    // Until the server has told its numbers, one connection may exist: the one that asks for them.
    if (this.#server === null) return 1
    // One division: a part of a whole number, as 0.29, is a little less than what was meant.
    const part = (this.#server.usableConnections * maxConnectionsPercent) / (100 * (share?.of ?? 1))
    const byPercent = Math.max(1, Math.floor(part))
    return Math.min(byPercent, maxConnections ?? Number.POSITIVE_INFINITY)
  }

  /** The bound that holds now. */
  get current(): number {
    const allowed = this.allowed
    if (this.#pressed === null) return allowed
    // One step back up for every interval that has passed.
    const steps = Math.floor((this.#clock.now() - this.#pressed.since) / backPressureMillis)
    const limit = this.#pressed.limit + steps
    if (limit >= allowed) this.#pressed = null
    return Math.min(limit, allowed)
  }

  get maxIdle(): number {
    const { minConnections, keepConnections, maxIdleConnectionsPercent } = this.#options
    const share = Math.floor((this.allowed * (maxIdleConnectionsPercent ?? 50)) / 100)
    return Math.max(minConnections, keepConnections, share)
  }

  learn(server: ServerLimits): void {
    this.#server = server
  }

  /** The server said that it is full while `open` connections were ours: keep to these for a while. */
  serverFull(open: number): void {
    this.#pressed = { limit: Math.max(1, open), since: this.#clock.now() }
  }
}
