import type { SessionConnection } from './session-parts.ts'
import type { ConnectionBack } from './transaction.ts'

/** Where a pool hands out its sessions, and knows which are out. */
export class Checkouts {
  readonly #make: () => SessionConnection
  readonly #out = new Set<SessionConnection>()
  #onTheWay = 0

  constructor(make: () => SessionConnection) {
    this.#make = make
  }

  /** Whether somebody hears of his session in the next tick only: nobody overtakes him until then. */
  get busy(): boolean {
    return this.#onTheWay > 0
  }

  /** @param told hears of it before the caller; what it throws, the caller hears. */
  handOut(back: ConnectionBack, told: (session: SessionConnection) => void): void {
    const session = this.#make()
    this.#out.add(session)
    try {
      told(session)
    } catch (error) {
      // He can't release what he never got.
      session.leave()
      throw error
    }
    this.#onTheWay += 1
    process.nextTick(() => {
      this.#onTheWay -= 1
      back(null, session)
    })
  }

  ended(session: SessionConnection): void {
    this.#out.delete(session)
  }

  /** As mysql2 ends its connections: behind what they were given, whether they were released or not. */
  leaveAll(): void {
    for (const session of this.#out) session.leave()
  }
}
