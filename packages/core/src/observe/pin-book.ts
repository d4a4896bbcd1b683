import type { Pin, SessionId } from '../vocab.ts'
import { PinGroup, SeenSessions } from './pin-group.ts'
import { PinReport, type PinReportRow } from './pin-report.ts'

interface HeldPin {
  readonly session: SessionId
  readonly group: PinGroup
  readonly startedAt: number
}

export interface PinBookLimits {
  /** Statements that get a row of their own; the rest share one row for each rule. */
  readonly groups: number
  /** Living sessions that are told apart. */
  readonly sessions: number
}

const usualLimits: PinBookLimits = { groups: 500, sessions: 5_000 }

/** Remembers pins by rule and statement. Its memory is bounded by the limits, the number of rules and the pins that are held. */
export class PinBook {
  readonly #now: () => number
  readonly #avoid: (rule: string) => string | null
  readonly #limits: PinBookLimits
  readonly #groups = new Map<string, PinGroup>()
  readonly #byReason = new Map<string, number>()
  /** The pool tells the end of a pin with the very object that it told its beginning with. */
  readonly #held = new Map<Pin, HeldPin>()
  readonly #seen: SeenSessions

  constructor(now: () => number, avoid: (rule: string) => string | null, limits: PinBookLimits = usualLimits) {
    this.#now = now
    this.#avoid = avoid
    this.#limits = limits
    this.#seen = new SeenSessions(limits.sessions)
  }

  /** Pins that are held now. */
  get held(): number {
    return this.#held.size
  }

  byReason(): Record<string, number> {
    return Object.fromEntries(this.#byReason)
  }

  pinned(session: SessionId, pin: Pin, stack: string | null): void {
    const group = this.#groupOf(pin, stack)
    group.count += 1
    if (this.#seen.add(session, group)) group.sessions += 1
    this.#byReason.set(pin.reason, (this.#byReason.get(pin.reason) ?? 0) + 1)
    this.#held.set(pin, { session, group, startedAt: this.#now() })
  }

  #groupOf(pin: Pin, stack: string | null): PinGroup {
    const own = JSON.stringify([pin.rule, pin.reason, pin.digest])
    const full = !this.#groups.has(own) && this.#groups.size >= this.#limits.groups
    const key = full ? JSON.stringify([pin.rule, pin.reason]) : own
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = new PinGroup(pin, stack, full)
      this.#groups.set(key, group)
    }
    return group
  }

  /** @returns how long it was held, in milliseconds; 0 for a pin whose beginning was not told. */
  unpinned(session: SessionId, pin: Pin, endedBy: string): number {
    if (endedBy === 'session-end') this.#seen.ended(session)
    const held = this.#held.get(pin)
    if (held === undefined) return 0
    this.#held.delete(pin)
    const heldMillis = this.#now() - held.startedAt
    held.group.ended(heldMillis, endedBy)
    return heldMillis
  }

  report(): PinReport {
    const now = this.#now()
    const held = new Map<PinGroup, { count: number; millis: number; longest: number }>()
    for (const { group, startedAt } of this.#held.values()) {
      const of = held.get(group) ?? { count: 0, millis: 0, longest: 0 }
      of.count += 1
      of.millis += now - startedAt
      of.longest = Math.max(of.longest, now - startedAt)
      held.set(group, of)
    }
    const rows = [...this.#groups.values()].map((group): PinReportRow => {
      const still = held.get(group)
      return {
        reason: group.reason,
        rule: group.rule,
        digest: group.digest,
        others: group.others,
        sessions: group.sessions,
        count: group.count,
        held: still?.count ?? 0,
        pinnedMillis: group.pinnedMillis + (still?.millis ?? 0),
        longestMillis: Math.max(group.longestMillis, still?.longest ?? 0),
        endedBy: Object.fromEntries(group.endedBy),
        firstSince: group.firstSince,
        firstStack: group.firstStack,
        avoid: this.#avoid(group.rule),
      }
    })
    return new PinReport(rows.sort((a, b) => b.pinnedMillis - a.pinnedMillis || b.count - a.count))
  }

  /** Pins that are held go on, as if they had begun now. */
  reset(): void {
    const still = [...this.#held]
    this.#groups.clear()
    this.#byReason.clear()
    this.#seen.clear()
    this.#held.clear()
    for (const [pin, { session, group }] of still) this.pinned(session, pin, group.firstStack)
  }
}
