import { connect, type Socket } from 'node:net'
import { type Direction, type Flow, OneWay, type Piece } from './one-way.ts'

/**
 * Last messages of a client, after which its server ends by itself: PostgreSQL's Terminate
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html) and MySQL's COM_QUIT.
 */
const farewells: readonly Buffer[] = [Buffer.from([0x58, 0, 0, 0, 4]), Buffer.from([1, 0, 0, 0, 1])]

/** What the proxy as a whole does at the moment. */
export interface ProxyState {
  readonly blackhole: boolean
  readonly delayMillis: number
  readonly slowCloseMillis: number
  readonly tamper: Tamper | null
}

/** Changes what passes; an empty list swallows it. It sees chunks as they arrive, which may cut a message. */
export type Tamper = (data: Buffer, direction: Direction, connection: ProxiedConnection) => readonly Piece[]

/** One client of the proxy, and its connection to the server. */
export class ProxiedConnection {
  /** In order of arrival, from 1. */
  readonly id: number
  /** The client's own port. */
  readonly clientPort: number
  /** Holds this connection alone; the proxy's mode 'blackhole' holds all. */
  #blackhole = false
  readonly #state: ProxyState
  readonly #target: { readonly host: string; readonly port: number }
  readonly #client: Socket
  readonly #toServer: OneWay
  #toClient: OneWay | null = null
  #server: Socket | null = null
  readonly #gone: () => void

  constructor(
    id: number,
    client: Socket,
    target: { readonly host: string; readonly port: number },
    state: ProxyState,
    gone: () => void,
  ) {
    this.id = id
    this.clientPort = client.remotePort ?? 0
    this.#client = client
    this.#target = target
    this.#state = state
    this.#gone = gone
    client.setNoDelay(true)
    client.on('close', () => this.#onClose())
    this.#toServer = new OneWay(client, () => this.#server, this.#flow('to-server'))
    this.pump()
  }

  /** The port that the server sees as its client's (pg_stat_activity.client_port); null until it is connected. */
  get serverSidePort(): number | null {
    return this.#server?.localPort ?? null
  }

  /** Whether the client's socket is still open, seen from here. */
  get clientOpen(): boolean {
    return !this.#client.destroyed && !this.#client.readableEnded
  }

  /** Whether the server's socket is still open, seen from here. */
  get serverOpen(): boolean {
    return this.#server !== null && !this.#server.destroyed && !this.#server.readableEnded
  }

  get bytesToServer(): number {
    return this.#toServer.bytes
  }

  get bytesToClient(): number {
    return this.#toClient?.bytes ?? 0
  }

  get blackhole(): boolean {
    return this.#blackhole
  }

  set blackhole(on: boolean) {
    this.#blackhole = on
    this.pump()
  }

  /** Resets both sides at once: the peers get ECONNRESET. */
  kill(): void {
    this.#toServer.drop()
    this.#toClient?.drop()
    reset(this.#client)
    reset(this.#server)
  }

  /** Ends the client's side as a server does that closes politely; the server's side is reset. */
  endClient(): void {
    this.#toServer.drop()
    this.#toClient?.drop()
    this.#client.end()
    reset(this.#server)
  }

  /** Called by the proxy when its state changed. */
  pump(): void {
    if (this.#server === null && !this.#held() && !this.#client.destroyed) this.#dial()
    this.#toServer.pump()
    this.#toClient?.pump()
  }

  #dial(): void {
    const server = connect({ ...this.#target, allowHalfOpen: true, noDelay: true })
    this.#server = server
    server.on('close', () => this.#onClose())
    // Data that are written before it is connected wait in the socket.
    this.#toClient = new OneWay(server, () => this.#client, this.#flow('to-client'))
  }

  #flow(direction: Direction): Flow {
    return {
      held: () => this.#held(),
      delayMillis: () => this.#state.delayMillis,
      // Whoever begins to close is answered late, but the answer itself is not late again.
      closeDelayMillis: () => {
        const peer = direction === 'to-server' ? this.#server : this.#client
        return peer?.readableEnded === true || peer?.destroyed === true ? 0 : this.#state.slowCloseMillis
      },
      saysGoodbye: (data) =>
        direction === 'to-server' && farewells.some((farewell) => data.subarray(-farewell.length).equals(farewell)),
      change: (data) => this.#state.tamper?.(data, direction, this) ?? [{ data }],
    }
  }

  #held(): boolean {
    return this.#blackhole || this.#state.blackhole
  }

  #onClose(): void {
    if (this.#client.destroyed && (this.#server === null || this.#server.destroyed)) this.#gone()
  }
}

function reset(socket: Socket | null): void {
  if (socket?.connecting === true) socket.destroy()
  else if (socket?.destroyed === false) socket.resetAndDestroy()
}
