import { connect, createServer, type Server, type Socket } from 'node:net'

export type FirstWord = 'question for TLS' | 'TLS' | 'cancel in the clear' | 'start in the clear'

export interface Listener {
  readonly port: number
  /** How each connection began, in their order. */
  readonly words: readonly FirstWord[]
  close(): Promise<void>
}

function wordOf(first: Buffer): FirstWord {
  // https://www.postgresql.org/docs/current/protocol-message-formats.html, and the type of a TLS handshake record
  if (first[0] === 0x16) return 'TLS'
  const code = first.readInt32BE(4)
  return code === 80_877_103 ? 'question for TLS' : code === 80_877_102 ? 'cancel in the clear' : 'start in the clear'
}

/** Passes connections on to a server and notes their first words. */
export async function listenTo(server: { readonly host: string; readonly port: number }): Promise<Listener> {
  const words: FirstWord[] = []
  const sockets = new Set<Socket>()
  const front: Server = createServer((near) => {
    const far = connect(server.port, server.host)
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined))
    near.once('data', (first) => words.push(wordOf(first)))
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  return {
    port: (front.address() as { port: number }).port,
    words,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => front.close(() => resolve()))
    },
  }
}
