import { AsyncResource } from 'node:async_hooks'
import { guarded } from '@muxpool/core/adapter'
import type { PgConnection, PgMessage, PgModule, PgQuery, PgResult } from './driver-members.ts'
import { leanResultClassOf } from './lean-result.ts'
import { forgotten, inFailedTransaction } from './statement-errors.ts'
import { nameClash, type SharedNames, type StatementNames } from './statement-names.ts'
import type { PgTicket, TicketWire } from './ticket.ts'

export interface StatementOptions {
  readonly names: StatementNames | null
  readonly shared: SharedNames
  readonly timeoutMillis: number
  readonly signal: AbortSignal | null
  /** Parsers of the session; undefined: the connection's. */
  readonly types: unknown
}

export type StatementCallback = (error: Error | undefined, result?: unknown) => void

export type StatementConstructor = new (
  config: unknown,
  values: unknown,
  options: StatementOptions,
) => PgTicket & PgQuery

const classes = new WeakMap<PgModule, StatementConstructor>()

/** `pg.Query` that runs on whatever connection it is given. One class for each copy of the driver. */
export function statementClassOf(pg: PgModule): StatementConstructor {
  let known = classes.get(pg)
  if (known === undefined) {
    known = makeStatementClass(pg)
    classes.set(pg, known)
  }
  return known
}

function makeStatementClass(pg: PgModule): StatementConstructor {
  const LeanResult = leanResultClassOf(pg)
  return class Statement extends pg.Query implements PgTicket {
    readonly context: AsyncResource = new AsyncResource('muxpool.statement')
    readonly flow = 'rows'
    readonly names: StatementNames | null
    readonly timeoutMillis: number
    readonly signal: AbortSignal | null
    readonly #shared: SharedNames
    /** The caller's own name; `name` is the one on the wire. */
    readonly #userName: string | undefined
    #place: 'waiting' | 'submitting' | 'refused' | 'sent' | 'boundary' | 'told' = 'waiting'
    #wire: TicketWire | null = null
    #recovered = false
    #close: string | null = null
    error: Error | null = null
    written = false

    constructor(config: unknown, values: unknown, options: StatementOptions) {
      // Without the callback: pg would write it into the caller's own config object.
      super(config, values)
      this.names = options.names
      this.#shared = options.shared
      this.timeoutMillis = options.timeoutMillis
      this.signal = options.signal
      this.#userName = this.name
      // `{ name }` alone stands for what the session has prepared under it.
      if (!this.text && this.name !== undefined) this.text = options.names?.textOf(this.name) ?? this.text
      if (LeanResult !== null) {
        this._result = new LeanResult(this._rowMode, this.types)
        this._results = this._result
      }
      if (options.types !== undefined) this._result._types ??= options.types as PgResult['_types']
    }

    goesTo(wire: TicketWire): void {
      this.#wire = wire
      if (this.#userName === undefined) return
      if (!this.text) this.text = this.names?.textOf(this.#userName) ?? ''
      const owned = wire.owner !== null && wire.owner === this.names
      this.name = owned ? this.#userName : this.#shared.nameOf(this.text, this.types)
    }

    override submit(connection: PgConnection): Error | null | undefined {
      this.#move('submitting')
      if (this.#close !== null) {
        connection.close({ type: 'S', name: this.#close })
        delete connection.parsedStatements[this.#close]
        this.#close = null
      }
      const refusal = nameClash(this.#userName, this.text, this.names) ?? this.#send(connection)
      this.written = !refusal
      this.#move(refusal ? 'refused' : 'sent')
      // A value that could not be sent: pg has closed the name on the server, and still believes it to be there.
      if (this.error !== null && this.name !== undefined) delete connection.submittedNamedStatements[this.name]
      return refusal
    }

    #send(connection: PgConnection): Error | null | undefined {
      if (this.name !== undefined) this.#wire?.kept.makeRoomFor(this.name)
      const writes = this.#wire?.writes
      // Rows in portions: pg writes its Flush past everything that is gathered.
      if (writes === undefined || this.rows) return super.submit(connection)
      writes.begin()
      try {
        return super.submit(connection)
      } finally {
        writes.end()
      }
    }

    #move(to: 'submitting' | 'refused' | 'sent'): void {
      if (this.#place !== 'told') this.#place = to
    }

    /** Nobody ever has it to listen to it: pg tells each row and each end in vain. */
    override emit(): boolean {
      return false
    }

    /**
     * pg calls this for an error of the server (before ReadyForQuery), for a value that Bind can't send (inside
     * submit), for a statement that it refuses to send, when the connection is lost, and for a row that can't be parsed
     * (behind the boundary). Only the last may reach the caller at once.
     */
    override handleError(error: Error): void {
      if (this.#place === 'boundary') return this.#tell(error)
      const first = this.error === null
      this.error ??= error
      const unsent = this.#place === 'refused' || this.#place === 'waiting'
      if (unsent && first && this.#wire?.usable) this.#wire.unsent(this, error)
    }

    override handleCommandComplete(message: PgMessage, connection: PgConnection): void {
      this.#wire?.completed(message.text)
      super.handleCommandComplete(message, connection)
    }

    override handleReadyForQuery(connection: PgConnection): void {
      if (this.#place !== 'boundary') return
      // pg forgets that it has told an error of Bind already.
      if (this.error !== null) return
      super.handleReadyForQuery(connection)
    }

    reachBoundary(): void {
      if (this.#place !== 'told') this.#place = 'boundary'
      if (this.name !== undefined) this.#wire?.kept.used(this.name)
      // As on a private connection: a name is the session's own once its text was parsed.
      if (this.#userName === undefined || this.names === null || this.name === undefined) return
      // The text was not parsed for this session: the failed transaction refused it, though a neighbour's Parse is there.
      if (!this.written || inFailedTransaction(this.error)) return
      if (this.#wire?.client.connection.parsedStatements[this.name] !== undefined)
        this.names.remember(this.#userName, this.text)
    }

    tell(error: Error | null): void {
      if (error !== null) this.#tell(error)
    }

    refuse(error: Error): void {
      if (this.#place === 'told') return
      this.#place = 'told'
      // As pg: never before query() has returned.
      process.nextTick(() => guarded(() => this.callback?.(error)))
    }

    #tell(error: Error): void {
      if (this.#place === 'told') return
      this.#place = 'told'
      guarded(() => this.callback?.(error))
    }

    recovers(error: Error, wire: TicketWire): boolean {
      const why = this.#userName === undefined || this.#recovered ? null : forgotten(error)
      if (why === null || this.#place === 'told' || (wire.owner !== null && wire.owner === this.names)) return false
      this.#recovered = true
      this.error = null
      const name = this.name as string
      if (why === 'changed') this.#close = name
      else delete wire.client.connection.parsedStatements[name]
      return true
    }
  } as unknown as StatementConstructor
}
