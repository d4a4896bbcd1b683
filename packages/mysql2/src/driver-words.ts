import { MuxError } from '@muxpool/core/adapter'

/**
 * Programs know what mysql2 says by its text and its code: where muxpool has to say the same, it says it so.
 * @param timeoutMillis the driver's option of the statement; 0: it had none.
 */
export function inDriverWords(error: Error, timeoutMillis = 0): Error {
  if (!(error instanceof MuxError)) return error
  switch (error.code) {
    case 'MUX_STATEMENT_TIMEOUT':
      return timeoutMillis > 0 ? inactivityTimeout(error) : error
    case 'MUX_CONNECT_TIMEOUT':
      return connectTimeout(error)
    case 'MUX_POOL_ENDED':
      return poolClosed()
    case 'MUX_SESSION_BROKEN':
    case 'MUX_CONNECTION_LOST':
      return Object.assign(error, { fatal: true })
    default:
      return error
  }
}

/** The driver's own error for its own option, where that option was the limit. */
function inactivityTimeout(error: MuxError): Error {
  return Object.assign(new Error('Query inactivity timeout', { cause: error }), {
    errorno: 'PROTOCOL_SEQUENCE_TIMEOUT',
    code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    syscall: 'query',
    fate: error.fate,
  })
}

function connectTimeout(error: MuxError): Error {
  return Object.assign(new Error('connect ETIMEDOUT', { cause: error }), {
    errorno: 'ETIMEDOUT',
    code: 'ETIMEDOUT',
    syscall: 'connect',
    fatal: true,
    fate: error.fate,
  })
}

export const poolClosed = (): MuxError => new MuxError('MUX_POOL_ENDED', 'Pool is closed.', { phase: 'queue' })
