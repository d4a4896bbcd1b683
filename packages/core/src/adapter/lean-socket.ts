import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net'

const bufferBytes = 65_536
/** Up to this many bytes are copied faster by a loop than by a call. */
const fewBytes = 256

/**
 * A socket that reads into one buffer of its own and hands out copies. Node's own way allocates 64 KiB for each read,
 * cuts them to what has come and takes it through a queue: for a short answer that costs more than to parse it.
 *
 * Copies, because binary values and pieces of COPY are views of what was handed out. A new buffer for each read is no
 * way: Node goes on with the old one when anything throws in the tick of the read.
 * https://nodejs.org/api/net.html#new-netsocketoptions (`onread`)
 */
export function leanSocket(): Socket {
  const buffer = Buffer.allocUnsafeSlow(bufferBytes)
  const callback = (bytes: number): boolean => tell(socket, copyOf(buffer, bytes))
  // Taken by the constructor since Node 12, and named only among the options of connect() in some of its types.
  const options: SocketConstructorOpts & Pick<ConnectOpts, 'onread'> = { onread: { buffer, callback } }
  const socket: Socket = new Socket(options)
  return socket
}

function copyOf(buffer: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length)
  if (length > fewBytes) buffer.copy(copy, 0, 0, length)
  else for (let n = 0; n < length; n++) copy[n] = buffer[n] as number
  return copy
}

/** Past the queue of the stream while nobody waits in it: a COPY that is read piece by piece needs the queue. */
function tell(socket: Socket, bytes: Buffer): boolean {
  if (socket.readableFlowing !== true || socket.readableLength > 0 || socket.listenerCount('data') === 0)
    return socket.push(bytes)
  socket.emit('data', bytes)
  return true
}
