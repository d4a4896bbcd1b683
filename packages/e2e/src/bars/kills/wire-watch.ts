import type { Direction, FaultProxy, Piece, ProxiedConnection } from '@muxpool/test-servers'
import type { OnEntry, PlaceWatch, WirePlace } from './places.ts'

export interface WireState {
  place: WirePlace
  /** What was asked only prepares a statement: its answer is not the statement's. */
  prepares: boolean
}

/** How a protocol shows where a connection is. */
export interface Wire<State extends WireState> {
  /** Of a connection that is opened now. */
  opened(): State
  afterRequest(state: State, data: Buffer): WirePlace
  /** Null: no boundary. */
  afterAnswer(state: State, data: Buffer): WirePlace | null
}

/** Follows each connection of a proxy through its places, by what is said on it. */
export class WireWatch<State extends WireState> implements PlaceWatch {
  readonly #states = new WeakMap<ProxiedConnection, State>()
  readonly #wire: Wire<State>
  readonly #entered: OnEntry

  constructor(proxy: FaultProxy, wire: Wire<State>, entered: OnEntry) {
    this.#wire = wire
    this.#entered = entered
    proxy.tamper = (data, direction, connection) => this.#saw(data, direction, connection)
  }

  placeOf(connection: ProxiedConnection): WirePlace {
    return this.#of(connection).place
  }

  #of(connection: ProxiedConnection): State {
    let state = this.#states.get(connection)
    if (state === undefined) {
      state = this.#wire.opened()
      this.#states.set(connection, state)
    }
    return state
  }

  #saw(data: Buffer, direction: Direction, connection: ProxiedConnection): readonly Piece[] {
    const state = this.#of(connection)
    if (direction === 'to-server') state.place = this.#wire.afterRequest(state, data)
    else {
      const asked = state.place
      // Whether this ends with a boundary or not: the answer to a commit or an insert begins here.
      if ((asked === 'commit' || asked === 'statement') && !state.prepares) {
        const kept = this.#entered(connection, 'reply', data)
        if (kept !== null) return kept
      }
      const after = this.#wire.afterAnswer(state, data)
      if (after === null) return [{ data }]
      state.place = after
    }
    return this.#entered(connection, state.place, data) ?? [{ data }]
  }
}
