import type { Fate } from '../vocab.ts'
import { Latency } from './latency.ts'
import type { PoolSnapshot } from './snapshot.ts'

/** Everything that is counted since the start or the last reset. Numbers only: nothing here grows. */
export class Counters {
  leases = 0
  transactions = 0
  waits = 0
  opened = 0
  openFailed = 0
  lost = 0
  closed = 0
  leaps = 0
  sessionsPeak = 0
  connectionsPeak = 0
  /** Sums over all leases of what was open when each began. */
  sessionsSeen = 0
  connectionsSeen = 0
  readonly fates: { [fate in Fate]: number } = { ok: 0, 'not-sent': 0, 'refused-by-server': 0, 'in-doubt': 0 }
  readonly discarded: { reset: number; close: number } = { reset: 0, close: 0 }
  readonly leaks: { -readonly [what in keyof PoolSnapshot['leaks']]: number } = {
    transaction: 0,
    pin: 0,
    'released-in-transaction': 0,
  }
  readonly borrow: Latency = new Latency()
  readonly queue: Latency = new Latency()
  readonly open: Latency = new Latency()
  readonly setup: Latency = new Latency()
  readonly response: Latency = new Latency()

  get statements(): number {
    const { fates } = this
    return fates.ok + fates['not-sent'] + fates['refused-by-server'] + fates['in-doubt']
  }
}
