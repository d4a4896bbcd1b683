import { FakeBackend, FakeDatabase, type FakeReply } from './fake-backend.ts'

/** What one private connection would have answered: the measure for a session that shares connections with others. */
export class ReferenceSession {
  readonly #database = new FakeDatabase()
  #backend = new FakeBackend(this.#database)

  answer(text: string): FakeReply {
    return this.#backend.execute(text)
  }

  get transaction(): FakeBackend['tx'] {
    return this.#backend.tx
  }

  /**
   * The connection was lost and another one opened: what lived in it is gone.
   * @param ran the statement in flight, when the server had run it before the loss.
   */
  reconnected(ran: string | null): void {
    if (ran !== null) this.#backend.execute(ran)
    this.#backend.exit()
    this.#backend = new FakeBackend(this.#database)
  }
}
