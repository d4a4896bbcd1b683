import type { DiscardExtent } from '../sql/effect.ts'
import type { Pin } from '../vocab.ts'
import type { Cleanup, PinCause } from '../mux/verdict.ts'

export interface HeldPin extends Pin {
  readonly cleanup: Cleanup
}

/** What keeps a session on its connection, and what must be done to the connection afterwards. */
export class Pins {
  #held: HeldPin[] = []

  get first(): HeldPin | null {
    return this.#held[0] ?? null
  }

  get all(): readonly HeldPin[] {
    return this.#held
  }

  /** The strongest clean-up that any of them asks for. */
  get cleanup(): Cleanup {
    let cleanup: Cleanup = 'none'
    for (const pin of this.#held) if (pin.cleanup === 'close' || cleanup === 'none') cleanup = pin.cleanup
    return cleanup
  }

  /** A second pin by the same rule for the same reason adds nothing. */
  has(cause: PinCause): boolean {
    return this.#held.some((pin) => pin.rule === cause.rule && pin.reason === cause.reason && pin.cleanup === cause.cleanup)
  }

  add(cause: PinCause, digest: string | null, since: number): HeldPin {
    const pin = { reason: cause.reason, rule: cause.rule, digest, since, cleanup: cause.cleanup }
    this.#held.push(pin)
    return pin
  }

  remove(pin: HeldPin): void {
    this.#held = this.#held.filter((held) => held !== pin)
  }

  /** DISCARD ALL ends what a reset would end; nothing smaller is taken as proof that a pin's cause is gone. */
  endedBy(extents: readonly DiscardExtent[]): readonly HeldPin[] {
    if (!extents.includes('all')) return []
    const over = this.#held.filter((pin) => pin.cleanup === 'reset' && pin.reason !== 'explicit' && pin.reason !== 'first-statement')
    this.#held = this.#held.filter((pin) => !over.includes(pin))
    return over
  }

  clear(): readonly HeldPin[] {
    const over = this.#held
    this.#held = []
    return over
  }
}
