import type { WireSink } from '../adapter/driver.ts'
import { FakeBackend, type FakeDatabase, type FakeReply, type FakeRows } from './fake-backend.ts'
import type { FakeTicket } from './fake-ticket.ts'

/** What the network is about to bring: a test may keep it, change the order, or never let it happen. */
export interface FakeEvent {
  readonly kind: 'open' | 'reply' | 'cancel' | 'close' | 'pulse'
  readonly wire: FakeWire | null
  readonly happen: () => void
}

interface Job {
  /** Null: only a sign of life. */
  readonly text: string | null
  readonly ticket: FakeTicket | null
  /** The reply, or null with the reason why there will be none. */
  readonly done: (reply: FakeReply | null, lost: Error) => void
}

export interface FakeWireParts {
  readonly database: FakeDatabase
  readonly sink: WireSink
  readonly schedule: (event: FakeEvent) => void
  /** Called in the moment in which the server runs a statement. */
  readonly watch: (wire: FakeWire, text: string | null, ticket: FakeTicket | null) => void
  readonly gone: (wire: FakeWire) => void
}

/** As a server reports some of its settings: when a connection begins, and with every change. */
const reported = 'timezone'

/** One connection of the fake server: one statement at a time, each with one boundary. */
export class FakeWire {
  readonly backend: FakeBackend
  readonly #parts: FakeWireParts
  readonly #goneListeners: (() => void)[] = []
  #job: Job | null = null
  place: 'open' | 'closing' | 'gone' = 'open'
  /** Whether it keeps the process alive. */
  held = true

  constructor(parts: FakeWireParts) {
    this.#parts = parts
    this.backend = new FakeBackend(parts.database)
    parts.sink.setting(reported, '', true)
  }

  get busy(): boolean {
    return this.#job !== null
  }

  /** What it was asked to run, and has not answered. */
  get runs(): string | null {
    return this.#job?.text ?? null
  }

  /** @returns false when nothing can be written. */
  run(job: Job): boolean {
    if (this.place !== 'open' || this.#job !== null) return false
    this.#job = job
    this.#parts.schedule({ kind: 'reply', wire: this, happen: () => this.#job === job && this.#reply(job) })
    return true
  }

  /** A statement of the pool's own; rejects with the server's error, or with the loss. */
  ask(text: string | null): Promise<FakeRows> {
    return new Promise((resolve, reject) => {
      const done: Job['done'] = (reply, lost) =>
        reply === null || reply.error !== null ? reject(reply?.error ?? lost) : resolve(reply.rows)
      if (!this.run({ text, ticket: null, done })) reject(new Error('the connection is busy or closed'))
    })
  }

  /** A cancel has arrived: it hits what runs, or what runs next. */
  interrupt(): void {
    this.backend.interrupted = true
  }

  #reply(job: Job): void {
    const before = this.backend.settings.get(reported)
    const reply = this.#execute(job)
    const after = this.backend.settings.get(reported)
    if (after !== before) this.#parts.sink.setting(reported, after ?? '', true)
    this.#job = null
    job.done(reply, new Error())
  }

  #execute(job: Job): FakeReply {
    this.#parts.watch(this, job.text, job.ticket)
    return this.backend.execute(job.text)
  }

  /** A setting that the server reports by itself. */
  report(name: string, value: string, solicited: boolean): void {
    this.#parts.sink.setting(name, value, solicited)
  }

  /** Something may have changed, says the server, and not what. */
  doubt(): void {
    this.#parts.sink.doubted()
  }

  push(kind: 'notification' | 'notice', payload: unknown): void {
    this.#parts.sink.pushed(kind, payload)
  }

  /** Resolves when the socket is gone. */
  close(manner: 'drain' | 'abort'): Promise<void> {
    return new Promise((resolve) => {
      if (this.place === 'gone') return resolve()
      this.#goneListeners.push(resolve)
      this.place = 'closing'
      this.#parts.schedule({
        kind: 'close',
        wire: this,
        happen: () => this.lose(manner === 'abort' ? new Error('aborted') : null),
      })
    })
  }

  /** The connection is gone. `ran`: the server has done what it was asked to do, and the reply is lost. */
  lose(error: Error | null = new Error('connection lost'), ran = false): void {
    if (this.place === 'gone') return
    const job = this.#job
    if (ran && job !== null) this.#execute(job)
    this.place = 'gone'
    this.#job = null
    this.backend.exit()
    this.#parts.gone(this)
    job?.done(null, error ?? new Error('closed'))
    this.#parts.sink.lost(error)
    for (const gone of this.#goneListeners.splice(0)) gone()
  }
}
