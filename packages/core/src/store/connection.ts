import type { Boundary, Ticket } from '../adapter/driver.ts'
import { MuxError } from '../errors.ts'
import type { ConnectionId, Place, SessionId, TxStatus } from '../vocab.ts'
import { type Headcount, mayMove, numberOf, placeOf } from './places.ts'
import type { Slot } from './slots.ts'

/** Who has the exclusive use of a connection; the multiplexer's lease. */
export interface Holder {
  readonly since: number
}

/** One physical connection. Its place is its state, and `move` is the only way to change it. */
export class Connection<W extends object> {
  readonly id: ConnectionId
  readonly slot: Slot
  /** Connections of an older generation are retired at their next boundary. */
  readonly generation: number
  readonly #headcount: Headcount
  #place: number = numberOf('opening')
  /** Set once the connection is open. */
  wire: W | null = null
  tx: TxStatus = 'none'
  holder: Holder | null = null
  /** What the driver calls at each boundary. One for its whole life. */
  settled: ((ticket: Ticket, boundary: Boundary) => void) | null = null
  /** Age at which it is replaced; monotonic. */
  expiresAt: number = Number.POSITIVE_INFINITY
  openedAt = 0
  idleSince = 0
  uses = 0
  /** Time leaped, or a neighbour died: ask for a sign of life before the next use. */
  suspect = false
  /** Reported settings that differ from the baseline: what the wire itself says of the imprint. */
  readonly strayed: Map<string, string> = new Map()
  /** Something may have changed that the wire does not tell of. */
  doubtful = false
  readonly baseline: Map<string, string> = new Map()
  /** Whose sequence values it remembers: `clean`, one session's, or of several. */
  sequencesOf: SessionId | 'clean' | 'many' = 'clean'
  /** Whose statement was the last, and what of those before him can still be asked for: see mux/diagnostics.ts. */
  ranBy: SessionId | null = null
  othersLeft = 0

  constructor(id: ConnectionId, slot: Slot, generation: number, headcount: Headcount) {
    this.id = id
    this.slot = slot
    this.generation = generation
    this.#headcount = headcount
    headcount.enter(this.#place)
  }

  get place(): Place {
    return placeOf(this.#place)
  }

  move(to: Place): void {
    const from = this.#place
    const into = numberOf(to)
    if (!mayMove(from, into))
      throw new MuxError('MUX_INVARIANT', `connection ${this.id} can't go from ${this.place} to ${to}`, {
        phase: 'statement',
      })
    this.#headcount.move(from, into)
    this.#place = into
  }
}
