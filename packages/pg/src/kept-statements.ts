import type { PgConnection } from './driver-members.ts'
import { isShared } from './statement-names.ts'

/** Each prepared statement holds memory of its server process, and nobody else would ever close a shared one. */
const mostKept = 256

/** The shared statements that one connection has prepared, in the order of their last use. */
export class KeptStatements {
  readonly #connection: PgConnection
  /** May name some that SQL has dropped meanwhile: they go like the others, without a Close. */
  readonly #names = new Set<string>()

  constructor(connection: PgConnection) {
    this.#connection = connection
  }

  /** In front of a statement's messages: where they begin with a Parse, the oldest are closed in the same round trip. */
  makeRoomFor(name: string): void {
    const { parsedStatements } = this.#connection
    if (!isShared(name) || parsedStatements[name] !== undefined) return
    for (const oldest of this.#names) {
      if (this.#names.size < mostKept) break
      this.#names.delete(oldest)
      if (parsedStatements[oldest] === undefined) continue
      this.#connection.close({ type: 'S', name: oldest })
      delete parsedStatements[oldest]
    }
  }

  /** At the boundary of a statement with this name. */
  used(name: string): void {
    if (!isShared(name) || this.#connection.parsedStatements[name] === undefined) return
    this.#names.delete(name)
    this.#names.add(name)
  }
}
