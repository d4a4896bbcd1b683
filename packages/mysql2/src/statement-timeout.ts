import { MuxError } from '@muxpool/core/adapter'

/** The driver's own error for its own option, where that option was the limit; any other error as it is. */
export function inactivityTimeout(error: Error): Error {
  if (!(error instanceof MuxError) || error.code !== 'MUX_STATEMENT_TIMEOUT') return error
  return Object.assign(new Error('Query inactivity timeout', { cause: error }), {
    errorno: 'PROTOCOL_SEQUENCE_TIMEOUT',
    code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    syscall: 'query',
    fate: error.fate,
  })
}
