/**
 * Why a named statement fails although its text is right: what it was parsed for has changed, or it was dropped. Only
 * at Bind, where nothing has run: the same errors from inside of a routine, which may have committed, have a `where`.
 */
export function forgotten(error: Error): 'changed' | 'dropped' | null {
  const { code, routine, where } = error as { code?: string; routine?: string; where?: string }
  if (where !== undefined) return null
  if (code === '0A000' && routine === 'RevalidateCachedQuery') return 'changed'
  return code === '26000' && routine === 'FetchPreparedStatement' ? 'dropped' : null
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: in_failed_sql_transaction */
export function inFailedTransaction(error: Error | null): boolean {
  return (error as { code?: string } | null)?.code === '25P02'
}
