import { MuxError } from '@muxpool/core/adapter'

/** SQLSTATEs that another attempt can't help: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const permanentStates: ReadonlySet<string> = new Set([
  '28000',
  '28P01',
  '3D000',
  '42501',
  '42704',
  '22023',
  '0A000',
  '08P01',
])
const fullState = '53300'
const permanentCodes: RegExp = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/

/** What a failed attempt to open says of the next one. */
export function judgeOpenError(error: Error): 'permanent' | 'transient' | 'full' {
  if (error instanceof MuxError) return isPermanent(error) ? 'permanent' : 'transient'
  const { code } = error as { code?: unknown }
  if (code === fullState) return 'full'
  if (typeof code !== 'string') return saysLost(error) ? 'transient' : 'permanent'
  return permanentStates.has(code) || permanentCodes.test(code) ? 'permanent' : 'transient'
}

/** A connection that was lost in the middle of its init says nothing of the next one: those who wait go on waiting. */
function isPermanent(error: MuxError): boolean {
  if (error.code === 'MUX_CONNECT_TIMEOUT' || error.code === 'MUX_CONNECTION_LOST') return false
  const { cause } = error
  if (error.code !== 'MUX_INIT_FAILED' || !(cause instanceof Error)) return true
  const { code } = cause as { code?: unknown }
  return typeof code === 'string' ? !/^(57P|08|E[A-Z]+$)/.test(code) : !saysLost(cause)
}

const saysLost = ({ message }: Error): boolean => message.startsWith('Connection terminated')
