import type { Socket } from 'node:net'
import { leanSocket } from '@muxpool/core/adapter'
import type { Mysql2Connection, Mysql2ConnectionConfig, Mysql2Socket } from './driver-members.ts'

const makers = new WeakSet<object>()

export interface Place {
  readonly host: string
  readonly port: number
}

/** Where a connection leads. Null: a socket of the caller's own making knows by itself where to go. */
export function placeOf({ config: { stream } }: Mysql2Connection, socket: Mysql2Socket): Place | null {
  const { remoteAddress, remotePort } = socket
  const ownMaking = typeof stream !== 'function' || !makers.has(stream)
  if ((stream && ownMaking) || remoteAddress === undefined || remotePort === undefined) return null
  return { host: remoteAddress, port: remotePort }
}

/** The socket that the driver would make, reading leaner. Undefined: TLS reads by itself, and the driver makes its own. */
export function socketMakerOf(config: Mysql2ConnectionConfig): (() => Socket) | undefined {
  const { ssl, socketPath, host, port, enableKeepAlive, keepAliveInitialDelay } = config
  if (ssl) return undefined
  const make = (): Socket => {
    const socket = leanSocket()
    if (socketPath) return socket.connect(socketPath)
    if (enableKeepAlive)
      socket.on('connect', () => socket.setKeepAlive(true, keepAliveInitialDelay as number | undefined))
    return socket.connect(port, host).setNoDelay(true)
  }
  makers.add(make)
  return make
}
