import type { Clock } from './clock.ts'

export interface BackoffPlan {
  readonly firstMillis: number
  readonly mostMillis: number
  readonly factor: number
}

/**
 * Wait before attempt `n` (0 is the first retry), with jitter that only shortens: the longest wait is a promise
 * (how late a returned server is noticed), and the shortest is one too (how often a dead one is asked).
 */
export function backoffMillis(plan: BackoffPlan, n: number, clock: Clock): number {
  const full = Math.min(plan.mostMillis, plan.firstMillis * plan.factor ** Math.min(n, 30))
  const least = Math.min(plan.firstMillis, full)
  return least + (full - least) * clock.random()
}
