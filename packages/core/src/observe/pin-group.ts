import type { Pin, SessionId } from '../vocab.ts'

/** Ends are few (`session-end`, `discard`, `connection-lost`); whatever else is told is counted together. */
const mostEnds = 8

/** All pins by one rule and one statement. */
export class PinGroup {
  readonly reason: string
  readonly rule: string
  readonly digest: string | null
  /** Stands for the statements that found no room of their own. */
  readonly others: boolean
  readonly firstSince: number
  readonly firstStack: string | null
  readonly endedBy: Map<string, number> = new Map()
  sessions = 0
  count = 0
  /** Of the pins that are over. */
  pinnedMillis = 0
  longestMillis = 0

  constructor(pin: Pin, stack: string | null, others: boolean) {
    this.reason = pin.reason
    this.rule = pin.rule
    this.digest = others ? null : pin.digest
    this.others = others
    this.firstSince = pin.since
    this.firstStack = stack
  }

  ended(heldMillis: number, by: string): void {
    this.pinnedMillis += heldMillis
    if (heldMillis > this.longestMillis) this.longestMillis = heldMillis
    const end = this.endedBy.has(by) || this.endedBy.size < mostEnds ? by : 'other'
    this.endedBy.set(end, (this.endedBy.get(end) ?? 0) + 1)
  }
}

/**
 * Which sessions were pinned by which group before, so that a session that pins twice counts once. A session that
 * ended can't come back; of those that live on, only the latest are remembered.
 */
export class SeenSessions {
  readonly #most: number
  readonly #groups = new Map<SessionId, Set<PinGroup>>()

  constructor(most: number) {
    this.#most = most
  }

  /** @returns true for the first time. */
  add(session: SessionId, group: PinGroup): boolean {
    let groups = this.#groups.get(session)
    if (groups === undefined) {
      if (this.#groups.size >= this.#most) this.#forgetOldest()
      groups = new Set()
      this.#groups.set(session, groups)
    }
    if (groups.has(group)) return false
    groups.add(group)
    return true
  }

  #forgetOldest(): void {
    for (const session of this.#groups.keys()) {
      this.#groups.delete(session)
      return
    }
  }

  ended(session: SessionId): void {
    this.#groups.delete(session)
  }

  clear(): void {
    this.#groups.clear()
  }
}
