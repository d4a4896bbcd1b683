import { AsyncResource } from 'node:async_hooks'
import type { Ticket } from '../adapter/driver.ts'
import type { FakeRows } from './fake-backend.ts'

export interface FakeAnswer {
  readonly rows: FakeRows
  readonly error: Error | null
}

export interface FakeTicketParts {
  readonly timeoutMillis?: number
  readonly signal?: AbortSignal
  /** Called with the answer. */
  readonly heard?: (answer: FakeAnswer) => void
}

/** A statement for the fake server. Of its answers the first is told, as every adapter must do it. */
export class FakeTicket implements Ticket {
  readonly text: string
  readonly flow = 'rows'
  readonly context: AsyncResource = new AsyncResource('fake.statement')
  readonly timeoutMillis: number
  readonly signal: AbortSignal | null
  readonly #heard: ((answer: FakeAnswer) => void) | undefined
  /** What the caller was told; null while he waits. */
  answer: FakeAnswer | null = null

  constructor(text: string, parts: FakeTicketParts = {}) {
    this.text = text
    this.timeoutMillis = parts.timeoutMillis ?? 0
    this.signal = parts.signal ?? null
    this.#heard = parts.heard
  }

  tell(answer: FakeAnswer): void {
    if (this.answer !== null) return
    this.answer = answer
    this.#heard?.(answer)
  }

  refuse(error: Error): void {
    this.tell({ rows: [], error })
  }
}
