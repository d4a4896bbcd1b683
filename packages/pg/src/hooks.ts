import type { ControlStatement } from '@muxpool/core/adapter'
import type { PgClient } from './driver-members.ts'

/** What runs on each new connection before any session has it, in this order. */
export interface ConnectionHooks {
  readonly initQuery: readonly string[]
  /** pg's `onConnect`: awaited; its rejection closes the connection. */
  readonly onConnect: ((client: PgClient) => unknown) | null
  /** pg's `verify`: once for each new connection. */
  readonly verify: ((client: PgClient, done: (error?: Error) => void) => void) | null
  /** Emits the pool's `connect` event. */
  readonly announce: (client: PgClient) => void
}

/**
 * The state that a new connection has when its first session gets it, and must have again after every reset: what
 * initQuery and the hooks have set is part of it, so what the hooks ran is kept and run again.
 */
export class Baseline {
  readonly #statements: ControlStatement[] = []
  #unrepeatable: string | null = null
  #open = true

  /** The face of the connection that hooks are given: it runs statements while the connection opens, and not later. */
  hookFace(client: PgClient): PgClient {
    const baseline = this
    const face = Object.create(client) as PgClient & { query: (...args: readonly unknown[]) => unknown; end?: unknown }
    Object.defineProperty(face, 'query', {
      configurable: true,
      writable: true,
      value(...args: readonly unknown[]): unknown {
        baseline.#record(args)
        return client.query(...args)
      },
    })
    return face
  }

  #record(args: readonly unknown[]): void {
    if (!this.#open)
      throw new Error(
        'the connection belongs to the sessions now: run statements in the connect hook itself, or in onConnect, which is awaited',
      )
    const [first, second] = args
    if (typeof first === 'string') this.#keep(first, second)
    else if (typeof (first as { submit?: unknown } | null)?.submit === 'function') this.#unrepeatable = 'a submittable'
    else
      this.#keep((first as { text?: unknown } | null)?.text, (first as { values?: unknown } | null)?.values ?? second)
  }

  #keep(text: unknown, values: unknown): void {
    if (typeof text !== 'string') this.#unrepeatable = 'a statement without text'
    else this.#statements.push(Array.isArray(values) && values.length > 0 ? { text, values } : { text })
  }

  add(text: string): void {
    this.#statements.push({ text })
  }

  close(): void {
    this.#open = false
  }

  /** What must run again after DISCARD ALL. */
  get statements(): readonly ControlStatement[] {
    if (this.#unrepeatable !== null)
      throw new Error(`the connect hook ran ${this.#unrepeatable}, which can't be run again`)
    return this.#statements
  }
}
