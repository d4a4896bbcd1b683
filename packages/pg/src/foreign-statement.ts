import { AsyncResource } from 'node:async_hooks'
import { guarded } from '@muxpool/core/adapter'
import { ConnectionLoan } from './connection-loan.ts'
import type { PgConnection, PgMessage, PgSubmittable } from './driver-members.ts'
import type { StatementOptions } from './statement.ts'
import { inFailedTransaction } from './statement-errors.ts'
import { nameClash, type SharedNames, type StatementNames } from './statement-names.ts'
import type { PgTicket, TicketWire } from './ticket.ts'

/**
 * Somebody else's submittable (pg-cursor, pg-query-stream, COPY streams, a caller's own pg.Query), carried on an
 * exclusive lease. It gets every message as on a plain client; only the end of the answer is watched.
 */
export class ForeignStatement implements PgTicket {
  readonly context: AsyncResource = new AsyncResource('muxpool.statement')
  readonly flow = 'stream'
  readonly names: StatementNames | null
  readonly timeoutMillis: number
  readonly signal = null
  readonly inner: PgSubmittable
  readonly #types: unknown
  readonly #shared: SharedNames
  readonly #userName: string | undefined
  readonly #ended: (error: Error | null) => void
  #wire: TicketWire | null = null
  #letGo: (() => void) | null = null
  #loan: ConnectionLoan | null = null
  #place: 'waiting' | 'refused' | 'sent' | 'told' = 'waiting'
  error: Error | null = null
  written = false

  /** @param ended called once, behind the boundary. */
  constructor(
    inner: PgSubmittable,
    options: Pick<StatementOptions, 'names' | 'shared' | 'timeoutMillis' | 'types'>,
    ended: (error: Error | null) => void,
  ) {
    this.inner = inner
    this.names = options.names
    this.#shared = options.shared
    this.timeoutMillis = options.timeoutMillis
    this.#types = options.types
    this.#userName = inner.name
    this.#ended = ended
  }

  /** Cursors and COPY streams keep their text in places of their own. Null: it can't be read. */
  get text(): string | null {
    const { inner } = this
    const text = inner.text ?? (inner as { cursor?: { text?: string } }).cursor?.text
    if (typeof text === 'string') return text
    return this.#userName === undefined ? null : (this.names?.textOf(this.#userName) ?? null)
  }

  get name(): string | undefined {
    return this.inner.name
  }

  get callback(): PgSubmittable['callback'] {
    return this.inner.callback
  }
  set callback(callback: PgSubmittable['callback']) {
    this.inner.callback = callback
  }

  get binary(): boolean {
    return this.inner.binary ?? false
  }
  set binary(binary: boolean) {
    this.inner.binary = binary
  }

  get _result(): PgSubmittable['_result'] {
    return this.inner._result
  }

  goesTo(wire: TicketWire): void {
    this.#wire = wire
    const owned = wire.owner !== null && wire.owner === this.names
    if (this.#userName !== undefined) {
      if (!this.inner.text) this.inner.text = this.text ?? ''
      this.inner.name = owned ? this.#userName : this.#shared.nameOf(this.inner.text, null)
    }
    const result = this.inner._result
    if (result !== undefined && this.#types !== undefined) result._types ??= this.#types
  }

  submit(connection: PgConnection): Error | null | undefined {
    this.#takeAlong(connection.stream)
    this.#loan = new ConnectionLoan(connection)
    const refusal = nameClash(this.#userName, this.inner.text, this.names) ?? this.#send(this.#loan.connection)
    this.written = !(refusal instanceof Error)
    this.#place = this.written ? 'sent' : 'refused'
    return refusal instanceof Error ? refusal : null
  }

  #send(connection: PgConnection): Error | null | undefined {
    if (this.inner.name !== undefined) this.#wire?.kept.makeRoomFor(this.inner.name)
    return this.inner.submit(connection)
  }

  handleRowDescription(message: PgMessage): void {
    this.inner.handleRowDescription?.(message)
  }
  handleDataRow(message: PgMessage): void {
    this.inner.handleDataRow?.(message)
  }
  handlePortalSuspended(): void {
    this.inner.handlePortalSuspended?.(this.#lent)
  }
  handleCommandComplete(message: PgMessage): void {
    this.#wire?.completed(message.text)
    this.inner.handleCommandComplete?.(message, this.#lent)
  }
  handleEmptyQuery(): void {
    this.inner.handleEmptyQuery?.(this.#lent)
  }
  handleReadyForQuery(): void {
    this.#inContext(() => this.inner.handleReadyForQuery?.(this.#lent))
    this.#ended(null)
  }
  handleCopyInResponse(): void {
    this.inner.handleCopyInResponse?.(this.#lent)
  }
  handleCopyData(message: PgMessage): void {
    this.inner.handleCopyData?.(message, this.#lent)
  }

  /** Told at once: a cursor answers an error with the Sync that brings ReadyForQuery. */
  handleError(error: Error): void {
    this.error ??= error
    const unsent = this.#place === 'refused' || this.#place === 'waiting'
    if (this.#place !== 'told') this.#inContext(() => this.inner.handleError(error, this.#lent))
    this.#place = 'told'
    if (unsent && this.#wire?.usable) this.#wire.unsent(this, error)
  }

  /**
   * Cursors and COPY streams listen on the connection and its socket themselves: until the boundary, what these emit
   * belongs to the caller's request. Once for each chunk, not for each row.
   */
  #takeAlong(stream: PgConnection['stream']): void {
    const { context } = this
    const { emit } = stream
    stream.emit = ((...event: Parameters<typeof emit>) =>
      context.runInAsyncScope(emit, stream, ...event)) as typeof emit
    this.#letGo = () => {
      stream.emit = emit
    }
  }

  #inContext(run: () => void): void {
    this.context.runInAsyncScope(guarded, undefined, run)
  }

  /** The connection as the caller's object may use it. */
  get #lent(): PgConnection {
    return this.#loan?.connection ?? deaf
  }

  reachBoundary(): void {
    this.#letGo?.()
    this.#letGo = null
    this.#loan?.return()
    const { name, text } = this.inner
    if (name !== undefined) this.#wire?.kept.used(name)
    if (this.#userName === undefined || name === undefined || text === undefined || this.names === null) return
    if (!this.written || inFailedTransaction(this.error)) return
    if (this.#wire?.client.connection.parsedStatements[name] !== undefined) this.names.remember(this.#userName, text)
  }

  tell(error: Error | null): void {
    if (error !== null) this.refuse(error)
  }

  refuse(error: Error): void {
    if (this.#place !== 'told') {
      this.#place = 'told'
      // Never before query() has returned: nobody listens to a stream before he has it.
      process.nextTick(() => this.#inContext(() => this.inner.handleError(error, this.#lent)))
    }
    process.nextTick(() => this.#ended(error))
  }

  recovers(): boolean {
    return false
  }
}

const silence = (): void => {}

/** For a submittable that is refused before it has a connection: it may answer an error with a Sync. */
const deaf = new Proxy({} as PgConnection, { get: () => silence })
