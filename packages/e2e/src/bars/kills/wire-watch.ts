import type { Direction, FaultProxy, Piece, ProxiedConnection } from '@muxpool/test-servers'
import type { OnEntry, PlaceWatch, WirePlace } from './places.ts'

/** Texts by which the watch knows what a statement is for. */
export const marks = { init: '/*init*/', pin: '/*pin*/', reset: 'DISCARD ALL', commit: 'COMMIT' } as const

/** PostgreSQL's Terminate: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const farewell = Buffer.from([0x58, 0, 0, 0, 4])
/** ReadyForQuery without its last byte, the transaction status. */
const ready = Buffer.from([0x5a, 0, 0, 0, 5])

interface Watched {
  place: WirePlace
  pinned: boolean
  tail: Buffer
}

/** Follows each connection of a proxy through its places, by what is said on it. */
export class WireWatch implements PlaceWatch {
  readonly #states = new WeakMap<ProxiedConnection, Watched>()
  readonly #entered: OnEntry

  constructor(proxy: FaultProxy, entered: OnEntry) {
    this.#entered = entered
    proxy.tamper = (data, direction, connection) => this.#saw(data, direction, connection)
  }

  placeOf(connection: ProxiedConnection): WirePlace {
    return this.#of(connection).place
  }

  #of(connection: ProxiedConnection): Watched {
    let state = this.#states.get(connection)
    if (state === undefined) {
      state = { place: 'opening', pinned: false, tail: Buffer.alloc(0) }
      this.#states.set(connection, state)
    }
    return state
  }

  #saw(data: Buffer, direction: Direction, connection: ProxiedConnection): readonly Piece[] {
    const state = this.#of(connection)
    if (direction === 'to-server') state.place = placeAfterRequest(state, data)
    else {
      const asked = state.place
      // Whether this ends with a boundary or not: the answer to a commit or an insert begins here.
      if (asked === 'commit' || asked === 'statement') {
        const kept = this.#entered(connection, 'reply', data)
        if (kept !== null) return kept
      }
      const after = placeAfterAnswer(state, data)
      if (after === null) return [{ data }]
      state.place = after
    }
    return this.#entered(connection, state.place, data) ?? [{ data }]
  }
}

function placeAfterRequest(state: Watched, data: Buffer): WirePlace {
  if (data.subarray(-farewell.length).equals(farewell)) return 'closing'
  if (data.includes(marks.init)) return 'init'
  if (state.place === 'opening') return 'opening'
  if (data.includes(marks.reset)) {
    state.pinned = false
    return 'reset'
  }
  if (data.includes(marks.pin)) state.pinned = true
  return data.includes(marks.commit) ? 'commit' : 'statement'
}

/** Null: no boundary. */
function placeAfterAnswer(state: Watched, data: Buffer): WirePlace | null {
  // A boundary may be cut by the end of a chunk.
  const end = Buffer.concat([state.tail, data]).subarray(-6)
  state.tail = end
  if (!end.subarray(0, 5).equals(ready) || state.place === 'opening' || state.place === 'closing') return null
  if (end[5] !== 'I'.charCodeAt(0)) return 'transaction'
  return state.pinned ? 'leased and idle' : 'idle'
}
