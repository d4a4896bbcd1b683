import { tracingChannel } from 'node:diagnostics_channel'
import type { Mysql2ConnectionConfig } from '../driver-members.ts'

type Back = (...answer: readonly unknown[]) => void

/** The driver's own channel for getConnection(): subscribers hear of a session what they would of a connection. */
const channel = tracingChannel<unknown, object>('mysql2:pool:connect')

/** Calls `get` with the callback, and tells the channel when both are done; as the driver does. */
export function traced(get: (back: Back) => void, back: Back, config: Mysql2ConnectionConfig): void {
  // Node 20 has the getter of all channels together only from 20.13 on.
  const heard = (channel as { hasSubscribers?: boolean }).hasSubscribers ?? channel.start.hasSubscribers
  if (!heard) return get(back)
  const { database = '', socketPath, host, port } = config
  const server = socketPath
    ? { serverAddress: socketPath, serverPort: undefined }
    : { serverAddress: host, serverPort: port }
  channel.traceCallback(get as never, 0, { database, ...server }, undefined, back as never)
}
