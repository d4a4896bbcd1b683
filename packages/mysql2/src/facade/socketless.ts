import { MuxError } from '@muxpool/core/adapter'
import type {
  Mysql2Command,
  Mysql2Connection,
  Mysql2ConnectionConfig,
  Mysql2Module,
  Mysql2PoolConnection,
} from '../driver-members.ts'

/**
 * The driver's class without its constructor, which opens a socket. Nor is that of EventEmitter called: it would make an
 * empty table of listeners, a third of what an idle session costs. The first listener makes it, as for every emitter whose
 * class was made without `super`.
 */
export function withoutSocket(driverClass: DriverConnection): new () => Mysql2PoolConnection & Connected {
  function Base(): void {}
  Base.prototype = driverClass.prototype
  Object.setPrototypeOf(Base, driverClass)
  return Base as unknown as new () => Mysql2PoolConnection & Connected
}

/** The driver's class of connections that are alone, or of those of a pool. */
type DriverConnection = Mysql2Module['Connection'] | Mysql2Module['PoolConnection']

interface Connected {
  _fatalError: Error | null
  _closing: boolean
  _paused: boolean
}

/** What the driver's methods find in a connection that is there, and what programs ask of one. */
export const asConnected: Connected & { readonly [name: string]: unknown } = {
  authorized: true,
  _fatalError: null,
  _protocolError: null,
  _closing: false,
  _paused: false,
  _paused_packets: { shift: (): undefined => undefined },
  get connectionId(): unknown {
    return this.threadId
  },
}

/** In mysql2's words. */
export function closedState(): MuxError {
  const text = "Can't add new command when connection is in closed state"
  return Object.assign(new MuxError('MUX_SESSION_ENDED', text, { phase: 'queue' }), { fatal: true })
}

/** Above every thread id that a server has: to kill by it reaches nobody. Servers take the lower 32 bits of what they get. */
const virtualThreadIds = 0x8000_0000

/** A session's own: the real one may belong to somebody else by the time it is used. */
export const virtualThreadId = (session: number): number => virtualThreadIds + (session % virtualThreadIds)

/** As the driver: the configuration of a connection says who it is. */
export function becomes(config: Mysql2ConnectionConfig, { currentConfig: _, ...changeUser }: Mysql2Command): void {
  const { user, password, database, charsetNumber } = changeUser as unknown as Mysql2ConnectionConfig
  Object.assign(config, { user, password, database, charsetNumber })
}

/** As the driver: the configuration of a connection follows the character set that the server has reported. */
export function speaksAs(config: Mysql2ConnectionConfig, connection: Mysql2Connection | undefined): void {
  if (connection !== undefined) config.charsetNumber = connection.config.charsetNumber
}
