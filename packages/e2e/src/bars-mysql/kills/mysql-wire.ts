import type { WirePlace } from '../../bars/kills/places.ts'
import type { Wire, WireState } from '../../bars/kills/wire-watch.ts'

/** Texts by which the watch knows what a statement is for. */
export const marks = { init: '/*init*/', pin: '/*pin*/', commit: 'COMMIT' } as const

/** The last thing that is asked of a connection that is opened, or reset. */
const lastQuestion = 'SHOW SESSION VARIABLES WHERE'

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html */
const command = { quit: 0x01, prepare: 0x16, reset: 0x1f } as const
/** SERVER_STATUS_IN_TRANS. https://mariadb.com/kb/en/ok_packet/#server-status-flag */
const inTransaction = 0x0001

interface Watched extends WireState {
  pinned: boolean
  /** Its state is being made, or made anew. */
  preparing: 'init' | 'reset' | null
  /** What is asked now ends that. */
  last: boolean
}

/** The driver writes one command at a time: four bytes of header, then what is asked. */
function placeAfterRequest(state: Watched, data: Buffer): WirePlace {
  const asked = data[4]
  if (asked === command.quit && data.length === 5) return 'closing'
  if (state.place === 'opening' && !data.includes(marks.init)) return 'opening'
  if (data.includes(marks.init)) state.preparing = 'init'
  if (asked === command.reset) {
    state.preparing = 'reset'
    state.pinned = false
  }
  state.last = data.includes(lastQuestion)
  state.prepares = asked === command.prepare
  if (state.preparing !== null) return state.preparing
  if (data.includes(marks.pin)) state.pinned = true
  return data.includes(marks.commit) ? 'commit' : 'statement'
}

/** Null: no boundary. */
function placeAfterAnswer(state: Watched, data: Buffer): WirePlace | null {
  const flags = lastFlags(data)
  if (flags === null || state.prepares || state.place === 'opening' || state.place === 'closing') return null
  if (state.preparing !== null) {
    if (!state.last) return null
    state.preparing = null
  }
  if ((flags & inTransaction) !== 0) return 'transaction'
  return state.pinned ? 'leased and idle' : 'idle'
}

/** The flags of the OK or EOF that a chunk ends with: answers are short, and the server flushes at their end. */
function lastFlags(data: Buffer): number | null {
  let payload: Buffer | null = null
  for (let at = 0; at + 4 <= data.length; ) {
    const next = at + 4 + data.readUIntLE(at, 3)
    payload = next === data.length ? data.subarray(at + 4, next) : null
    at = next
  }
  if (payload === null) return null
  if (payload[0] === 0xfe && payload.length < 9) return payload.readUInt16LE(3)
  if (payload[0] !== 0x00) return null
  const at = behindNumber(payload, behindNumber(payload, 1))
  return payload.readUInt16LE(at)
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
function behindNumber(payload: Buffer, at: number): number {
  const first = payload[at] ?? 0
  return at + (first === 0xfc ? 3 : first === 0xfd ? 4 : first === 0xfe ? 9 : 1)
}

export const mysqlWire: Wire<Watched> = {
  opened: () => ({ place: 'opening', pinned: false, preparing: null, last: false, prepares: false }),
  afterRequest: placeAfterRequest,
  afterAnswer: placeAfterAnswer,
}
