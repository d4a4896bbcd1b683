import { Socket } from 'node:net'

/** Counts every socket that this process dials, whoever dials it and whatever becomes of it. */
export class Attempts {
  readonly #at: number[] = []
  readonly #connect = Socket.prototype.connect

  /** Neither `net.connect` nor its diagnostics channel sees a driver that makes its sockets by itself. */
  start(): void {
    const at = this.#at
    const connect = this.#connect
    Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
      at.push(performance.now())
      return Reflect.apply(connect, this, given) as Socket
    } as typeof connect
  }

  stop(): void {
    Socket.prototype.connect = this.#connect
  }

  between(from: number, to: number): number[] {
    return this.#at.filter((at) => at >= from && at <= to)
  }
}

/** The most of them that lie in any second. */
export function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))
}
