import { tracingChannel } from 'node:diagnostics_channel'
import type { Mysql2ConnectionConfig } from '../driver-members.ts'

type Back = (...answer: readonly unknown[]) => void

/** The driver's own channel for getConnection(): subscribers hear of a session what they would of a connection. */
const channel = tracingChannel<unknown, object>('mysql2:pool:connect')

/** Whether anybody hears of sessions that are handed out. Node 20 has the getter of all channels only from 20.13 on. */
export const isTraced = (): boolean =>
  (channel as { hasSubscribers?: boolean }).hasSubscribers ?? channel.start.hasSubscribers

/** Calls `get` with the callback, and tells the channel when both are done; as the driver does. */
export function traced(get: (back: Back) => void, back: Back, config: Mysql2ConnectionConfig): void {
  if (!isTraced()) return get(back)
  const { database = '', socketPath, host, port } = config
  const server = socketPath
    ? { serverAddress: socketPath, serverPort: undefined }
    : { serverAddress: host, serverPort: port }
  channel.traceCallback(get as never, 0, { database, ...server }, undefined, back as never)
}
