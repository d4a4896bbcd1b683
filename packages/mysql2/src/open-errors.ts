import { MuxError } from '@muxpool/core/adapter'

/** https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: the server, or this user of it, has no room. */
const full: ReadonlySet<number> = new Set([1040, 1203, 1226])

/** Errors of the server that another attempt can't help: rights, names, ways to log in. */
const permanent: ReadonlySet<number> = new Set([
  1044, 1045, 1049, 1129, 1130, 1227, 1231, 1251, 1273, 1524, 1698, 1820, 1862, 3118, 3159, 3878, 4151,
])

/** Errors of the driver's handshake. */
const permanentCodes: ReadonlySet<string> = new Set([
  'AUTH_SWITCH_PLUGIN_ERROR',
  'HANDSHAKE_NO_SSL_SUPPORT',
  'HANDSHAKE_UNKNOWN_ERROR',
  'MYSQL_CLEAR_PASSWORD_NOT_ENABLED',
])

interface OpenError extends Error {
  readonly code?: unknown
  readonly errno?: unknown
  readonly syscall?: unknown
}

/** What a failed attempt to open says of the next one. */
export function judgeOpenError(error: Error): 'permanent' | 'transient' | 'full' {
  if (error instanceof MuxError) return isPermanent(error) ? 'permanent' : 'transient'
  const { code, errno, syscall } = error as OpenError
  if (typeof errno === 'number' && errno > 0) {
    if (full.has(errno)) return 'full'
    return permanent.has(errno) ? 'permanent' : 'transient'
  }
  // The driver names every failure of TLS like this; what the network did has a system call.
  if (code === 'HANDSHAKE_SSL_ERROR') return syscall === undefined ? 'permanent' : 'transient'
  if (typeof code !== 'string') return 'permanent'
  return permanentCodes.has(code) || code.startsWith('ERR_') ? 'permanent' : 'transient'
}

/** A connection that was lost in the middle of its init says nothing of the next one: those who wait go on waiting. */
function isPermanent(error: MuxError): boolean {
  if (error.code === 'MUX_CONNECT_TIMEOUT' || error.code === 'MUX_CONNECTION_LOST') return false
  const { cause } = error
  if (error.code !== 'MUX_INIT_FAILED' || !(cause instanceof Error)) return true
  const { code, fatal } = cause as { code?: unknown; fatal?: unknown }
  return fatal !== true && !(typeof code === 'string' && /^(E[A-Z]+|PROTOCOL_.*)$/.test(code))
}
