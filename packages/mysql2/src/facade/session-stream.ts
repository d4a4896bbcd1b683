import { EventEmitter } from 'node:events'
import { MuxError } from '@muxpool/core/adapter'

/** What the stream of a session can do to it. */
export interface StreamOwner {
  readonly ended: boolean
  pauseReading(): void
  resumeReading(): void
  destroy(): void
}

/**
 * What the driver's own methods find where a connection has its socket: pause, resume and close work as they are
 * written there, and programs that ask whether the socket is alive hear of the session.
 */
export class SessionStream extends EventEmitter {
  readonly #owner: StreamOwner

  constructor(owner: StreamOwner) {
    super()
    this.#owner = owner
  }

  get destroyed(): boolean {
    return this.#owner.ended
  }
  get writable(): boolean {
    return !this.#owner.ended
  }

  pause(): this {
    this.#owner.pauseReading()
    return this
  }
  resume(): this {
    this.#owner.resumeReading()
    return this
  }
  end(): this {
    this.#owner.destroy()
    return this
  }
  destroy(): this {
    this.#owner.destroy()
    return this
  }

  // A session has no socket that could keep the process alive, or its packets back.
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  setNoDelay(): this {
    return this
  }

  write(): never {
    throw new MuxError('MUX_DRIVER_UNSUPPORTED', 'a session has no socket of its own to write to', {
      phase: 'statement',
    })
  }
}
