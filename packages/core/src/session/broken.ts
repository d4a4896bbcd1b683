import { type ErrorCode, MuxError } from '../errors.ts'

/** What a session lost with its connection. Nothing but what is said here makes it whole again. */
export interface Broken {
  /** A lost transaction is cleared by ROLLBACK; lost state only by ending the session. */
  readonly lost: 'transaction' | 'obligation'
  /** Every statement is answered with it. */
  readonly error: MuxError
}

/** Why a connection is taken from a session by the pool itself. */
export interface TakenBack {
  readonly code: ErrorCode
  readonly why: string
}

export function brokenBy(lost: Broken['lost'], cause: Error | null, taken: TakenBack | null): Broken {
  const why =
    taken?.why ?? `the session lost the connection that held its ${lost === 'transaction' ? 'transaction' : 'state'}`
  const error = new MuxError(
    taken?.code ?? 'MUX_SESSION_BROKEN',
    `Client has encountered a connection error and is not queryable: ${why}`,
    {
      phase: 'statement',
      cause: cause ?? undefined,
    },
  )
  return { lost, error }
}

export function refusal(why: 'ended' | 'idle' | 'look-back' | 'diagnostics' | 'unsent', cause?: unknown): MuxError {
  switch (why) {
    case 'ended':
      return new MuxError('MUX_SESSION_ENDED', 'Client has been released to the pool and is not queryable', {
        phase: 'queue',
      })
    case 'idle':
      return new MuxError(
        'MUX_IDLE_CLIENT_TIMEOUT',
        'Client ran no statement for idleClientTimeoutMillis and was ended',
        { phase: 'queue' },
      )
    case 'look-back':
      return new MuxError(
        'MUX_LOOKBACK_LOST',
        'currval or lastval: other sessions used the connection since this session moved a sequence; use RETURNING, or one transaction',
        { phase: 'statement' },
      )
    case 'diagnostics':
      return new MuxError(
        'MUX_LOOKBACK_LOST',
        'row count, found rows or warnings: other sessions used the connection since the statement that they are of; the session keeps its connection from here on',
        { phase: 'statement' },
      )
    case 'unsent':
      return new MuxError('MUX_CONNECTION_LOST', 'The connection was lost before the statement was sent', {
        phase: 'statement',
        cause,
      })
  }
}
