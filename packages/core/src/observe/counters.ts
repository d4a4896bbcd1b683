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
  /** Leases on connections that were open when they were asked for: all their time was waiting. One record for each. */
  readonly onOpen: Latency = new Latency()
  /** Leases on new connections: the whole time, and its parts. */
  readonly onNew: { readonly whole: Latency; readonly queue: Latency; readonly open: Latency } = {
    whole: new Latency(),
    queue: new Latency(),
    open: new Latency(),
  }
  readonly setup: Latency = new Latency()
  readonly response: Latency = new Latency()

  /** @param openMicros of them the connection was being opened; 0: it was open. */
  waited(waitMicros: number, openMicros: number): void {
    if (openMicros === 0) return this.onOpen.record(waitMicros)
    this.onNew.whole.record(waitMicros)
    this.onNew.queue.record(waitMicros - openMicros)
    this.onNew.open.record(openMicros)
  }

  get borrow(): Latency {
    return new Latency().add(this.onOpen, this.onNew.whole)
  }

  get queue(): Latency {
    return new Latency().add(this.onOpen, this.onNew.queue)
  }

  get statements(): number {
    const { fates } = this
    return fates.ok + fates['not-sent'] + fates['refused-by-server'] + fates['in-doubt']
  }
}
