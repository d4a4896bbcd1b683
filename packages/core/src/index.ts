export { type ErrorCode, type ErrorRow, errorTable, MuxError } from './errors.ts'
export { type OptionRow, optionTable, type PoolOptions } from './options.ts'
export type { ConnectionId, Fate, GateQuestion, Phase, Pin, Place, SessionId, SessionState, TxStatus } from './vocab.ts'
