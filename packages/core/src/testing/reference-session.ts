import { FakeBackend, FakeDatabase, type FakeReply } from './fake-backend.ts'

/** What one private connection would have answered: the measure for a session that shares connections with others. */
export class ReferenceSession {
  readonly #database: FakeDatabase = new FakeDatabase()
  #backend: FakeBackend = new FakeBackend(this.#database)

  /** @param cancelled whether a cancel hits the statement. */
  answer(text: string, cancelled = false): FakeReply {
    this.#backend.interrupted = cancelled
    return this.#backend.execute(text)
  }

  /** Everything that lives in the connection, to be compared with the one that is used in its place. */
  get state(): ReturnType<typeof stateOf> {
    return stateOf(this.#backend)
  }

  /** What the session has committed. */
  get tables(): ReadonlyMap<string, readonly string[]> {
    return this.#database.tables
  }

  /** The connection was lost, and another one is opened in its place. */
  reconnected(): void {
    this.#backend.exit()
    this.#backend = new FakeBackend(this.#database)
  }
}

/** What a session can find on a connection. */
export function stateOf(backend: FakeBackend): {
  readonly tx: string
  readonly settings: readonly string[]
  readonly temporary: readonly string[]
  readonly locks: readonly string[]
} {
  return {
    tx: backend.tx,
    settings: [...backend.settings].map(([name, value]) => `${name}=${value}`).sort(),
    temporary: [...backend.temporary].sort(),
    locks: [...backend.locks].sort(),
  }
}
