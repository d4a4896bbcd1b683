import { inject } from 'vitest'
import type { PostgresVersion } from './postgres-server.ts'
import { ServerError } from './server-error.ts'
import type {} from './vitest-context.ts'

/** Connection string of the server that all tests share; call it in a test or a hook. Throws where it is missing. */
export function sharedPostgres(version: PostgresVersion): string {
  const url = version === 18 ? inject('postgres18') : inject('postgres15')
  if (url !== null) return url
  throw new ServerError(`this test needs PostgreSQL ${version}: ${inject('postgres15Missing')}`)
}

/**
 * For `describe.skipIf`: whether tests of this version are to be left out. A missing server alone is no reason, as
 * nobody reads what was skipped; MUXPOOL_ALLOW_MISSING=1 in addition is.
 */
export function mayLeaveOut(version: PostgresVersion): boolean {
  return version === 15 && inject('postgres15') === null && process.env.MUXPOOL_ALLOW_MISSING === '1'
}
