import type { Socket } from 'node:net'

export type Direction = 'to-server' | 'to-client'

/** Bytes to send on; a delay is in addition to the proxy's own. Two pieces are two writes. */
export interface Piece {
  readonly data: Buffer
  readonly delayMillis?: number
}

export interface Flow {
  /** Nothing goes through now. */
  held(): boolean
  delayMillis(): number
  /** Further delay of the end, and of data that say good-bye. */
  closeDelayMillis(): number
  saysGoodbye(data: Buffer): boolean
  change(data: Buffer): readonly Piece[]
}

type Cargo = { readonly kind: 'data'; readonly data: Buffer } | { readonly kind: 'end' } | { readonly kind: 'reset' }

/** Read on from a stalled connection up to here, so that its end is noticed. */
const maxQueuedBytes = 1024 * 1024

/** Carries what one socket says to another, in order, each piece at its time. */
export class OneWay {
  readonly #from: Socket
  readonly #to: () => Socket | null
  readonly #flow: Flow
  readonly #queue: { readonly at: number; readonly cargo: Cargo }[] = []
  #queuedBytes = 0
  #bytes = 0
  #timer: NodeJS.Timeout | null = null

  constructor(from: Socket, to: () => Socket | null, flow: Flow) {
    this.#from = from
    this.#to = to
    this.#flow = flow
    from.on('data', (data) => this.#take(data))
    from.on('end', () => this.#put({ kind: 'end' }, flow.closeDelayMillis()))
    from.on('error', () => this.#put({ kind: 'reset' }, flow.closeDelayMillis()))
  }

  /** Bytes sent on. */
  get bytes(): number {
    return this.#bytes
  }

  /** Sends what is due; to be called whenever something changed that this can't see. */
  pump(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const to = this.#to()
      if (to === null || this.#flow.held() || to.writableNeedDrain) break
      const wait = head.at - performance.now()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.pump(), Math.ceil(wait))
        break
      }
      this.#queue.shift()
      this.#deliver(to, head.cargo)
    }
    if (this.#queuedBytes > maxQueuedBytes) this.#from.pause()
    else this.#from.resume()
  }

  /** Forgets what is under way. */
  drop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#queue.length = 0
    this.#queuedBytes = 0
  }

  #take(data: Buffer): void {
    for (const { data: piece, delayMillis = 0 } of this.#flow.change(data)) {
      const last = this.#flow.saysGoodbye(piece)
      this.#queuedBytes += piece.length
      this.#put({ kind: 'data', data: piece }, delayMillis + (last ? this.#flow.closeDelayMillis() : 0))
    }
  }

  #put(cargo: Cargo, extraMillis: number): void {
    this.#queue.push({ at: performance.now() + this.#flow.delayMillis() + extraMillis, cargo })
    this.pump()
  }

  #deliver(to: Socket, cargo: Cargo): void {
    if (cargo.kind === 'data') {
      this.#queuedBytes -= cargo.data.length
      if (to.destroyed || to.writableEnded) return
      this.#bytes += cargo.data.length
      if (!to.write(cargo.data)) to.once('drain', () => this.pump())
    } else if (cargo.kind === 'end') to.end()
    else if (!to.destroyed) to.resetAndDestroy()
  }
}
