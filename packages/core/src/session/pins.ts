import type { Ticket } from '../adapter/driver.ts'
import type { Lease } from '../mux/lease.ts'
import type { Cleanup, PinCause } from '../mux/verdict.ts'
import type { PoolObserver } from '../observer.ts'
import type { DiscardExtent } from '../sql/effect.ts'
import type { Pin, SessionId } from '../vocab.ts'

interface HeldPin {
  readonly pin: Pin
  readonly cause: PinCause
  /** Whether the observer has been told: an explicit pin is, once there is a connection to be pinned to. */
  told: boolean
}

export const explicitCause: PinCause = { reason: 'explicit', rule: 'user', cleanup: 'reset' }
/** The server itself reports a setting that no text of the session accounts for. */
export const reportedCause: PinCause = { reason: 'setting', rule: 'wire.reported-setting', cleanup: 'reset' }

/** What keeps a session on its connection, and what must be done to the connection afterwards. */
export class Pins<W extends object, T extends Ticket> {
  readonly #id: SessionId
  readonly #observer: PoolObserver
  #held: HeldPin[] = []

  constructor(id: SessionId, observer: PoolObserver) {
    this.#id = id
    this.#observer = observer
  }

  get first(): Pin | null {
    return this.#held[0]?.pin ?? null
  }

  /** The strongest clean-up that any of them asks for. */
  get cleanup(): Cleanup {
    let cleanup: Cleanup = 'none'
    for (const { cause } of this.#held) if (cause.cleanup === 'close' || cleanup === 'none') cleanup = cause.cleanup
    return cleanup
  }

  /** A second pin by the same rule for the same reason adds nothing. */
  has(cause: PinCause): boolean {
    return this.#held.some(
      (held) =>
        held.cause.rule === cause.rule && held.cause.reason === cause.reason && held.cause.cleanup === cause.cleanup,
    )
  }

  /** Whether any of them may have changed settings, so that a reported one is no surprise. */
  get mayHaveSet(): boolean {
    return this.#held.some(
      ({ cause }) => cause.reason !== 'advisory-lock' && cause.reason !== 'listen' && cause.reason !== 'explicit',
    )
  }

  /** Whether any is for one of these reasons. */
  for(reasons: ReadonlySet<PinCause['reason']>): boolean {
    return this.#held.some(({ cause }) => reasons.has(cause.reason))
  }

  /** A query would use up what SET TRANSACTION has said of the next transaction, on MySQL also outside of one. */
  get awaitTransaction(): boolean {
    return this.#held.some(({ cause }) => cause.reason === 'next-transaction')
  }

  add(cause: PinCause, digest: string | null, since: number): Pin {
    const pin = { reason: cause.reason, rule: cause.rule, digest, since }
    this.#held.push({ pin, cause, told: false })
    return pin
  }

  /**
   * Adds those that it does not hold, until one is refused.
   * @param before throws why a cause may not pin.
   * @returns that; null: all are held.
   */
  addAll(
    causes: readonly PinCause[],
    digest: string | null,
    since: number,
    before: (cause: PinCause, digest: string | null) => void,
  ): Error | null {
    for (const cause of causes) {
      if (this.has(cause)) continue
      try {
        before(cause, digest)
      } catch (error) {
        return error as Error
      }
      this.add(cause, digest, since)
    }
    return null
  }

  /** Tells the observer of those that it has not heard of. */
  announce(lease: Lease<W, T>, origin: string | null): void {
    for (const held of this.#held) {
      if (held.told) continue
      held.told = true
      this.#observer.pin(this.#id, lease.connection.id, held.pin, origin)
    }
  }

  remove(pin: Pin, lease: Lease<W, T> | null): boolean {
    return this.#end((held) => held.pin === pin, lease, 'unpin')
  }

  /** DISCARD ALL ends what a reset would end; nothing smaller is taken as proof that a pin's cause is gone. */
  discard(extents: readonly DiscardExtent[], lease: Lease<W, T>): void {
    if (extents.includes('all'))
      this.#end(
        ({ cause }) => cause.cleanup === 'reset' && cause.reason !== 'explicit' && cause.reason !== 'first-statement',
        lease,
        'discard',
      )
  }

  /** @param keepExplicit the caller's own pins stay: they hold on the next connection. */
  clear(lease: Lease<W, T> | null, endedBy: string, keepExplicit: boolean): void {
    this.#end(({ cause }) => !keepExplicit || cause !== explicitCause, lease, endedBy)
  }

  #end(over: (held: HeldPin) => boolean, lease: Lease<W, T> | null, endedBy: string): boolean {
    const ended = this.#held.filter(over)
    this.#held = this.#held.filter((held) => !ended.includes(held))
    for (const held of ended)
      if (held.told && lease !== null) this.#observer.unpin(this.#id, lease.connection.id, held.pin, endedBy)
    return ended.length > 0
  }
}
