import type { WirePlace } from './places.ts'
import type { Wire, WireState } from './wire-watch.ts'

/** Texts by which the watch knows what a statement is for. */
export const marks = { init: '/*init*/', pin: '/*pin*/', reset: 'DISCARD ALL', commit: 'COMMIT' } as const

/** PostgreSQL's Terminate: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const farewell = Buffer.from([0x58, 0, 0, 0, 4])
/** ReadyForQuery without its last byte, the transaction status. */
const ready = Buffer.from([0x5a, 0, 0, 0, 5])

interface Watched extends WireState {
  pinned: boolean
  tail: Buffer
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

export const pgWire: Wire<Watched> = {
  opened: () => ({ place: 'opening', prepares: false, pinned: false, tail: Buffer.alloc(0) }),
  afterRequest: placeAfterRequest,
  afterAnswer: placeAfterAnswer,
}
