import type { Socket } from 'node:net'
import { leanSocket } from '@muxpool/core/adapter'
import type { Mysql2ConnectionConfig } from './driver-members.ts'

const makers = new WeakSet<object>()

/** Whether it is one of these, and none of the caller's own. */
export const isSocketMaker = (stream: unknown): boolean => typeof stream === 'function' && makers.has(stream)

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
