import type { Boundary, Ticket } from '../adapter/driver.ts'
import { MuxError } from '../errors.ts'
import type { ConnectionId, Place, SessionId, TxStatus } from '../vocab.ts'
import type { Slot } from './slots.ts'

/** Who has the exclusive use of a connection; the multiplexer's lease. */
export interface Holder {
  readonly since: number
}

/** From where a connection may come into each place; any other way is a defect. All but `gone` count against the limit. */
const waysInto: { readonly [to in Place]: readonly Place[] } = {
  opening: [],
  // From `settling` only through the gate.
  idle: ['settling', 'opening', 'shared', 'probing', 'resetting'],
  // From `quarantined`: the cancel has landed, and the session still holds a transaction or an obligation.
  leased: ['idle', 'quarantined'],
  shared: ['idle'],
  probing: ['idle'],
  settling: ['leased', 'quarantined'],
  resetting: ['idle', 'settling'],
  quarantined: ['leased', 'shared'],
  closing: ['opening', 'idle', 'shared', 'probing', 'settling', 'resetting', 'quarantined'],
  gone: ['opening', 'idle', 'leased', 'shared', 'probing', 'settling', 'resetting', 'quarantined', 'closing'],
}

/** How many connections are in each place. */
export type Census = { [place in Place]: number }

export const emptyCensus = (): Census => ({
  opening: 0,
  idle: 0,
  leased: 0,
  shared: 0,
  probing: 0,
  settling: 0,
  resetting: 0,
  quarantined: 0,
  closing: 0,
  gone: 0,
})

/** One physical connection. Its place is its state, and `move` is the only way to change it. */
export class Connection<W extends object> {
  readonly id: ConnectionId
  readonly slot: Slot
  /** Connections of an older generation are retired at their next boundary. */
  readonly generation: number
  readonly #census: Census
  #place: Place = 'opening'
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
  readonly baseline: Map<string, string> = new Map()
  /** Whose sequence values it remembers: `clean`, one session's, or of several. */
  sequencesOf: SessionId | 'clean' | 'many' = 'clean'

  constructor(id: ConnectionId, slot: Slot, generation: number, census: Census) {
    this.id = id
    this.slot = slot
    this.generation = generation
    this.#census = census
    census.opening += 1
  }

  get place(): Place {
    return this.#place
  }

  move(to: Place): void {
    const from = this.#place
    if (!waysInto[to].includes(from))
      throw new MuxError('MUX_INVARIANT', `connection ${this.id} can't go from ${from} to ${to}`, {
        phase: 'statement',
      })
    this.#census[from] -= 1
    this.#census[to] += 1
    this.#place = to
  }
}
