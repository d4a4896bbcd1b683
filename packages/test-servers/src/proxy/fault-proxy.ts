import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { freePort, loopback } from '../free-port.ts'
import { ProxiedConnection, type ProxyState, type Tamper } from './proxied-connection.ts'

/**
 * pass: a plain proxy.
 * blackhole: connections are accepted and stay open, nothing goes through in either direction, an end neither; what
 * was held goes through when the mode is left.
 * reset: new connections are accepted, counted, and reset at once; those that exist go on.
 * refuse: nobody listens (ECONNREFUSED, not counted); connections that exist go on.
 */
export type ProxyMode = 'pass' | 'blackhole' | 'reset' | 'refuse'

/** A TCP proxy in this process, before a server, that does on demand what bad networks do. */
export interface FaultProxy {
  readonly host: string
  readonly port: number
  /** Default 'pass'. From and to 'refuse' takes effect with settled(). */
  mode: ProxyMode
  /** Each chunk, and each end, takes so long in each direction. */
  delayMillis: number
  /**
   * An end takes so long, and so does a client's last message (Terminate, COM_QUIT): the server's side lives so much
   * longer than the client wished, and the client hears so much later that its server has gone.
   */
  slowCloseMillis: number
  tamper: Tamper | null
  /** Connections accepted so far. */
  readonly accepted: number
  /** Connections of which a side is still open. */
  readonly open: number
  connections(): ProxiedConnection[]
  /** The connection that is accepted next. */
  nextConnection(): Promise<ProxiedConnection>
  /** Resets all connections. */
  killAll(): void
  /** When the port is open, or closed, as the mode says. Rejects if somebody else took the port meanwhile. */
  settled(): Promise<void>
  /** Stops listening and resets all connections. */
  close(): Promise<void>
}

const portAttempts = 10

export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  for (let attempt = 1; ; attempt++) {
    const proxy = new TcpFaultProxy(target, await freePort())
    try {
      await proxy.settled()
      return proxy
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === portAttempts) throw error
    }
  }
}

class TcpFaultProxy implements FaultProxy, ProxyState {
  readonly host: string = loopback
  readonly port: number
  delayMillis: number = 0
  slowCloseMillis: number = 0
  tamper: Tamper | null = null
  readonly #target: { readonly host: string; readonly port: number }
  readonly #connections = new Set<ProxiedConnection>()
  readonly #awaiting: ((connection: ProxiedConnection) => void)[] = []
  #mode: ProxyMode = 'pass'
  #accepted = 0
  #listener: Server | null = null
  #settled: Promise<void> = Promise.resolve()

  constructor(target: { readonly host: string; readonly port: number }, port: number) {
    this.#target = target
    this.port = port
    this.#listen()
  }

  get mode(): ProxyMode {
    return this.#mode
  }

  set mode(mode: ProxyMode) {
    this.#mode = mode
    if (mode === 'refuse') this.#deafen()
    else if (this.#listener === null) this.#listen()
    for (const connection of this.#connections) connection.pump()
  }

  get blackhole(): boolean {
    return this.#mode === 'blackhole'
  }

  get accepted(): number {
    return this.#accepted
  }

  get open(): number {
    return this.#connections.size
  }

  connections(): ProxiedConnection[] {
    return [...this.#connections]
  }

  nextConnection(): Promise<ProxiedConnection> {
    return new Promise((resolve) => this.#awaiting.push(resolve))
  }

  killAll(): void {
    for (const connection of this.#connections) connection.kill()
  }

  settled(): Promise<void> {
    return this.#settled
  }

  async close(): Promise<void> {
    this.mode = 'refuse'
    this.killAll()
    await this.settled().catch(() => {})
  }

  #listen(): void {
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket))
    this.#listener = listener
    this.#settled = this.#settled.then(async () => {
      if (this.#listener !== listener) return
      listener.listen({ host: this.host, port: this.port, exclusive: true })
      await once(listener, 'listening')
    })
    this.#settled.catch(() => {})
  }

  #deafen(): void {
    const listener = this.#listener
    this.#listener = null
    // The port closes at once; connections that exist keep the listener's 'close' event back, which nobody needs.
    this.#settled = this.#settled.then(() => void listener?.close())
    this.#settled.catch(() => {})
  }

  #accept(socket: Socket): void {
    this.#accepted++
    if (this.#mode === 'reset') {
      socket.resetAndDestroy()
      return
    }
    const connection = new ProxiedConnection(this.#accepted, socket, this.#target, this, () => {
      this.#connections.delete(connection)
    })
    this.#connections.add(connection)
    for (const resolve of this.#awaiting.splice(0)) resolve(connection)
  }
}
