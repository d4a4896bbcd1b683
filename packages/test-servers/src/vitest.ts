import { inject } from 'vitest'
import type { MysqlFlavour } from './mysql-server.ts'
import type { PostgresVersion } from './postgres-server.ts'
import { ServerError } from './server-error.ts'
import { knownServers, type ServerKey } from './server-key.ts'
import type { SharedServer } from './vitest-context.ts'

/** Connection string of the server that all tests share; call it in a test or a hook. Throws where it is missing. */
export function sharedPostgres(version: PostgresVersion): string {
  return sharedUrl(version)
}

/** The same for MySQL (the default) or MariaDB. */
export function sharedMysql(flavour: MysqlFlavour = 'mysql'): string {
  return sharedUrl(flavour)
}

/**
 * For `describe.skipIf`: whether tests of this server are to be left out. A missing server alone is no reason, as
 * nobody reads what was skipped; MUXPOOL_ALLOW_MISSING=1 in addition is. PostgreSQL 18 is always needed.
 */
export function mayLeaveOut(key: ServerKey): boolean {
  const isMissing = typeof shared(key)?.missing === 'string'
  return key !== 18 && isMissing && process.env.MUXPOOL_ALLOW_MISSING === '1'
}

function sharedUrl(key: ServerKey): string {
  const server = shared(key)
  if (typeof server?.url === 'string') return server.url
  const reason = server?.missing ?? 'the global setup of this project starts none'
  throw new ServerError(`this test needs ${knownServers[key].name}: ${reason}`)
}

/** Undefined in a project whose global setup does not start this kind of server. */
function shared(key: ServerKey): SharedServer | undefined {
  return inject(`server of ${key}`)
}
