import type { PgConnection } from './driver-members.ts'

const code = (letter: string): number => letter.charCodeAt(0)

/** Each is answered by a ReadyForQuery of its own, and the first of these ends the statement. */
const asksForReady: ReadonlySet<number> = new Set(['S', 'Q', 'F'].map(code))

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY: a server that does no COPY ignores them. */
const copies: ReadonlySet<number> = new Set(['d', 'c', 'f'].map(code))

const listens: ReadonlySet<unknown> = new Set(['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'])

type Listener = (...event: unknown[]) => void
type Emitter = PgConnection | PgConnection['stream']
type Method = (...given: unknown[]) => unknown

/**
 * The connection as somebody else's submittable has it: his until the boundary. He keeps it for longer than that:
 * pg-cursor closes the portal of a query that has failed behind its Sync, and a CloseComplete in front of the next
 * session's answer ends that one's COPY before its first row.
 */
export class ConnectionLoan {
  readonly connection: PgConnection
  readonly #real: PgConnection
  readonly #stream: PgConnection['stream']
  #place: 'open' | 'ready-asked' | 'returned' = 'open'
  readonly #added: [emitter: Emitter, event: string, listener: Listener][] = []
  /** pg's own, which a COPY takes off the socket and puts back. */
  readonly #readers: readonly unknown[]

  constructor(real: PgConnection) {
    this.#real = real
    this.#readers = real.stream.listeners('data')
    this.#stream = new Proxy(real.stream, { get: (stream, key) => this.#memberOfStream(stream, key) })
    this.connection = new Proxy(real, { get: (connection, key) => this.#memberOf(connection, key) })
  }

  /** At the boundary: nothing that he writes leaves any more, and he hears of nothing. */
  return(): void {
    this.#place = 'returned'
    for (const [emitter, event, listener] of this.#added.splice(0))
      if (!this.#readers.includes(listener)) emitter.removeListener(event, listener)
  }

  #memberOf(connection: PgConnection, key: string | symbol): unknown {
    if (key === 'stream') return this.#stream
    if (key === '_send') return this.#send
    if (key === 'end' && this.#place === 'returned') return nothing
    return this.#listening(connection, key) ?? Reflect.get(connection, key)
  }

  readonly #send = (message: Uint8Array): unknown => {
    const kind = message[0] ?? 0
    if (this.#place === 'returned') return true
    if (this.#place === 'ready-asked' && !copies.has(kind)) return true
    if (asksForReady.has(kind)) this.#place = 'ready-asked'
    return this.#real._send(message)
  }

  #memberOfStream(stream: PgConnection['stream'], key: string | symbol): unknown {
    const without = this.#place === 'returned' ? harmless.get(key) : undefined
    if (without !== undefined) return without
    const member: unknown = this.#listening(stream, key) ?? Reflect.get(stream, key)
    // The methods of a socket are called on the socket: its handle knows no stand-in.
    return typeof member === 'function' ? (member as Method).bind(stream) : member
  }

  #listening(emitter: Emitter, key: string | symbol): Method | null {
    if (!listens.has(key)) return null
    return (event, listener) => {
      this.#listen(emitter, key as 'on', event as string, listener as Listener)
      return emitter === this.#real ? this.connection : this.#stream
    }
  }

  #listen(emitter: Emitter, how: 'on', event: string, listener: Listener): void {
    if (this.#place !== 'returned') {
      this.#added.push([emitter, event, listener])
      emitter[how](event, listener)
    } else if (event === 'readyForQuery') process.nextTick(listener)
  }
}

const nothing = (): void => {}
const done = (): true => true

/** What a submittable may still call behind its boundary, and must not do to the connection. */
const harmless: ReadonlyMap<string | symbol, Method> = new Map<string | symbol, Method>([
  ['write', done],
  ['end', nothing],
  ['destroy', nothing],
  ['destroySoon', nothing],
  ['resetAndDestroy', nothing],
  ['cork', nothing],
  ['uncork', nothing],
  ['pause', nothing],
  ['read', () => null],
])
