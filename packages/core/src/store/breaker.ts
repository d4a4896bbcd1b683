import { type BackoffPlan, backoffMillis } from '../clock/backoff.ts'
import type { Clock } from '../clock/clock.ts'

/** `unknown`: never reached. `suspect`: it was good, and a connection was lost since. `out`: the last attempt failed. */
export type TargetHealth = 'unknown' | 'good' | 'suspect' | 'out'

/** At most two attempts a second while a target is out, and its return is noticed within a second. */
const plan: BackoffPlan = { firstMillis: 550, mostMillis: 1_000, factor: 1.35 }

/** Says when the target may be dialled, so that a dead server is asked by one attempt at a time. */
export class Breaker {
  readonly #clock: Clock
  #health: TargetHealth = 'unknown'
  #failures = 0
  #notBefore = 0
  lastError: Error | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get health(): TargetHealth {
    return this.#health
  }

  /** How many attempts may be under way at the same time. */
  get parallel(): number {
    return this.#health === 'good' ? Number.POSITIVE_INFINITY : 1
  }

  /** Milliseconds until the next attempt may start. */
  delay(): number {
    return this.#health === 'out' ? Math.max(0, this.#notBefore - this.#clock.now()) : 0
  }

  succeeded(): void {
    this.#health = 'good'
    this.#failures = 0
    this.lastError = null
  }

  /** @returns milliseconds until the next attempt. */
  failed(error: Error): number {
    const wait = backoffMillis(plan, this.#failures, this.#clock)
    this.#health = 'out'
    this.#failures += 1
    this.#notBefore = this.#clock.now() + wait
    this.lastError = error
    return wait
  }

  /** It answers, and has no room for one more: what is open is as good as before. @returns 0: the limit waits, not the target. */
  full(error: Error): number {
    this.#health = 'good'
    this.#failures = 0
    this.lastError = error
    return 0
  }

  connectionLost(): void {
    if (this.#health === 'good') this.#health = 'suspect'
  }
}
