import type { ConnectionId } from '../vocab.ts'
import type { Connection } from './connection.ts'

/** Idle connections, last in first out: what is not needed grows old at the bottom and can be closed. */
export class IdleSet<W extends object> {
  readonly #stack: Connection<W>[] = []

  get length(): number {
    return this.#stack.length
  }

  push(connection: Connection<W>): void {
    this.#stack.push(connection)
  }

  take(prefers: ConnectionId | null): Connection<W> | null {
    if (prefers !== null) {
      const at = this.#stack.findIndex((connection) => connection.id === prefers)
      if (at >= 0) return this.#stack.splice(at, 1)[0] ?? null
    }
    return this.#stack.pop() ?? null
  }

  remove(connection: Connection<W>): boolean {
    const at = this.#stack.indexOf(connection)
    if (at < 0) return false
    this.#stack.splice(at, 1)
    return true
  }

  /** Oldest first. */
  [Symbol.iterator](): Iterator<Connection<W>> {
    return this.#stack[Symbol.iterator]()
  }
}
