import { MuxError } from '@muxpool/core/adapter'
import type { PoolClient } from './client-types.ts'

export interface TransactionOptions {
  readonly isolationLevel?: 'read uncommitted' | 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
  readonly deferrable?: boolean
}

const levels: ReadonlySet<string> = new Set(['read uncommitted', 'read committed', 'repeatable read', 'serializable'])

/** https://www.postgresql.org/docs/current/sql-begin.html */
function beginText(options: TransactionOptions): string {
  const { isolationLevel, readOnly, deferrable } = options
  if (isolationLevel !== undefined && !levels.has(isolationLevel))
    throw new MuxError('MUX_OPTION_RANGE', `isolationLevel: wants one of ${[...levels].join(', ')}`, {
      phase: 'statement',
    })
  const modes = [
    ...(isolationLevel === undefined ? [] : [`isolation level ${isolationLevel}`]),
    ...(readOnly === undefined ? [] : [readOnly ? 'read only' : 'read write']),
    ...(deferrable === undefined ? [] : [deferrable ? 'deferrable' : 'not deferrable']),
  ]
  return modes.length === 0 ? 'begin' : `begin ${modes.join(', ')}`
}

/** Runs `work` in a transaction: commits what it returns from, rolls back what it throws. Nothing is run twice. */
export async function inTransaction<R>(
  client: PoolClient,
  work: (tx: PoolClient) => Promise<R>,
  options: TransactionOptions,
): Promise<R> {
  await client.query(beginText(options))
  let result: R
  try {
    result = await work(client)
  } catch (error) {
    // The error that the caller must see is his own; a failed ROLLBACK is mended when the session ends.
    await client.query('rollback').catch(() => {})
    throw error
  }
  const { command } = await client.query('commit')
  if (command === 'ROLLBACK')
    throw new MuxError(
      'MUX_TRANSACTION_ROLLED_BACK',
      'the server answered COMMIT with ROLLBACK: a statement of the transaction had failed',
      {
        phase: 'statement',
        fate: 'refused-by-server',
      },
    )
  return result
}
