import type { Clock } from '../clock/clock.ts'

/** Monotonic time at which a connection opened now is replaced: its lifetime, give or take 10 %, so that not all go at once. */
export function expiryOf(clock: Clock, lifetimeMillis: number): number {
  if (lifetimeMillis <= 0 || lifetimeMillis === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  return clock.now() + lifetimeMillis * (0.9 + 0.2 * clock.random())
}
