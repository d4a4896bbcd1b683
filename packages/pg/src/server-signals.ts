import { connect, type Socket } from 'node:net'
import type { OpContext } from '@muxpool/core/adapter'

/** Where a server listens: a host and port, or a directory with its Unix socket. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
}

/** Magic numbers of the start-up phase, https://www.postgresql.org/docs/current/protocol-message-formats.html */
const cancelCode = 80_877_102
const sslCode = 80_877_103

function dial(address: ServerAddress): Socket {
  if (address.host.startsWith('/')) return connect({ path: `${address.host}/.s.PGSQL.${address.port}` })
  return connect({ host: address.host, port: address.port })
}

function within<R>(
  socket: Socket,
  context: OpContext,
  now: number,
  work: (done: (result: R) => void, fail: (error: Error) => void) => void,
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const finish = (): void => void socket.setTimeout(0).destroy()
    // A socket's own idle timer: nothing is said on it but one question and its answer.
    socket.setTimeout(Math.max(1, context.deadline - now), () =>
      socket.destroy(new Error('the server did not answer in time')),
    )
    socket.once('error', (error) => {
      finish()
      reject(error)
    })
    work((result) => {
      finish()
      resolve(result)
    }, reject)
  })
}

/**
 * Asks the server to cancel what a backend runs. The server closes this connection after it has sent the signal, so
 * the end of the socket is the proof that the cancel is no longer under way.
 */
export function sendCancel(
  address: ServerAddress,
  processId: number,
  secretKey: number,
  context: OpContext,
  now: number,
): Promise<void> {
  const socket = dial(address)
  return within<void>(socket, context, now, (done) => {
    const message = Buffer.alloc(16)
    message.writeInt32BE(16, 0)
    message.writeInt32BE(cancelCode, 4)
    message.writeInt32BE(processId, 8)
    message.writeInt32BE(secretKey, 12)
    socket.once('connect', () => socket.write(message))
    socket.resume()
    socket.once('close', () => done())
  })
}

/** Whether the server answers the question for TLS, which needs none of its connection slots. */
export function askForLife(address: ServerAddress, context: OpContext, now: number): Promise<boolean> {
  const socket = dial(address)
  return within<boolean>(socket, context, now, (done) => {
    const message = Buffer.alloc(8)
    message.writeInt32BE(8, 0)
    message.writeInt32BE(sslCode, 4)
    socket.once('connect', () => socket.write(message))
    socket.once('data', () => done(true))
    socket.once('close', () => done(false))
  }).catch(() => false)
}
