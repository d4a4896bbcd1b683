import type { PgConnection } from './driver-members.ts'

const slabBytes = 16_384
/** Up to this many bytes are copied faster by a loop than by a call. */
const fewBytes = 16

/**
 * The messages of one statement leave in one write. pg corks the socket for them, which saves the system calls and not
 * the work that a stream has with each chunk: five small ones cost more than the rest of the statement.
 */
export class GatheredWrites {
  readonly #connection: PgConnection
  readonly #send: (message: Uint8Array) => unknown
  #gathering = false
  /** What was written of it belongs to the socket, which may still hold it: only the rest is used, and never again. */
  #slab: Buffer = Buffer.allocUnsafeSlow(0)
  #from = 0
  #to = 0

  constructor(connection: PgConnection) {
    this.#connection = connection
    this.#send = connection._send
    connection._send = (message) => (this.#gathering ? this.#take(message) : this.#send.call(connection, message))
  }

  begin(): void {
    this.#gathering = true
  }

  #take(message: Uint8Array): true {
    const { length } = message
    if (this.#to + length > this.#slab.length) this.#renew(length)
    const slab = this.#slab
    const to = this.#to
    if (length > fewBytes) slab.set(message, to)
    else for (let n = 0; n < length; n++) slab[to + n] = message[n] as number
    this.#to = to + length
    return true
  }

  #renew(length: number): void {
    const gathered = this.#slab.subarray(this.#from, this.#to)
    this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, gathered.length + length))
    this.#slab.set(gathered)
    this.#from = 0
    this.#to = gathered.length
  }

  /** Writes what has come since `begin`. */
  end(): void {
    this.#gathering = false
    if (this.#from === this.#to) return
    const gathered = this.#slab.subarray(this.#from, this.#to)
    this.#from = this.#to
    this.#send.call(this.#connection, gathered)
  }
}
