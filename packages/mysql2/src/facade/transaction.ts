import { MuxError } from '@muxpool/core/adapter'
import type { SessionConnection } from './session-parts.ts'
import type { PromiseSession } from './session-types.ts'

export interface TransactionOptions {
  readonly isolationLevel?: 'read uncommitted' | 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
  /** InnoDB reads as of the beginning of the transaction, not as of its first read. */
  readonly consistentSnapshot?: boolean
}

const levels: ReadonlySet<string> = new Set(['read uncommitted', 'read committed', 'repeatable read', 'serializable'])

/** https://dev.mysql.com/doc/refman/en/commit.html, https://dev.mysql.com/doc/refman/en/set-transaction.html */
function beginTexts({ isolationLevel, readOnly, consistentSnapshot }: TransactionOptions): readonly string[] {
  if (isolationLevel !== undefined && !levels.has(isolationLevel))
    throw new MuxError('MUX_OPTION_RANGE', `isolationLevel: wants one of ${[...levels].join(', ')}`, {
      phase: 'statement',
    })
  const modes = [
    ...(consistentSnapshot ? ['WITH CONSISTENT SNAPSHOT'] : []),
    ...(readOnly === undefined ? [] : [readOnly ? 'READ ONLY' : 'READ WRITE']),
  ]
  const begin = ['START TRANSACTION', ...(modes.length > 0 ? [modes.join(', ')] : [])].join(' ')
  return isolationLevel === undefined
    ? [begin]
    : [`SET TRANSACTION ISOLATION LEVEL ${isolationLevel.toUpperCase()}`, begin]
}

/**
 * Runs `work` in a transaction: commits what it returns from, rolls back what it throws. Nothing is run twice.
 * @param state of the session's transaction, as of its last boundary.
 */
export async function inTransaction<R>(
  connection: PromiseSession,
  state: () => 'none' | 'open' | 'failed' | 'unknown',
  work: (tx: PromiseSession) => Promise<R>,
  options: TransactionOptions,
): Promise<R> {
  for (const text of beginTexts(options)) await connection.query(text)
  let result: R
  try {
    result = await work(connection)
  } catch (error) {
    // The error that the caller must see is his own; a failed ROLLBACK is mended when the session ends.
    await connection.query('ROLLBACK').catch(() => {})
    throw error
  }
  // A deadlock ends it, and whatever came behind the caught error was committed by itself.
  if (state() === 'none')
    throw new MuxError(
      'MUX_TRANSACTION_ROLLED_BACK',
      'the transaction was over before its COMMIT: the server rolled it back, as after a deadlock, or a statement ended it, as DDL does',
      { phase: 'statement', fate: 'refused-by-server' },
    )
  await connection.query('COMMIT')
  return result
}

export type ConnectionBack = (error: Error | null, connection?: SessionConnection) => void

/** Runs something in a session of its own, which is released behind it. */
export async function inSession<R>(
  pool: { getConnection(callback: ConnectionBack): void },
  work: (session: SessionConnection) => Promise<R>,
): Promise<R> {
  const session = await new Promise<SessionConnection>((resolve, reject) =>
    pool.getConnection((error, connection) => (connection === undefined ? reject(error) : resolve(connection))),
  )
  try {
    return await work(session)
  } finally {
    session.release()
  }
}
