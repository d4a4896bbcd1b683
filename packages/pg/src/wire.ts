import {
  type Boundary,
  type Fate,
  guarded,
  MuxError,
  type Settled,
  type TxStatus,
  type WireSink,
  withFate,
} from '@muxpool/core/adapter'
import type { ControlQuery } from './control-query.ts'
import type { PgClient, PgMessage, PgSubmittable } from './driver-members.ts'
import { GatheredWrites } from './gathered-writes.ts'
import { KeptStatements } from './kept-statements.ts'
import type { StatementNames } from './statement-names.ts'
import type { PgTicket, TicketWire } from './ticket.ts'

/** What a connection is busy with: one thing at a time, from writing it until its ReadyForQuery. */
type Job =
  | { readonly kind: 'ticket'; readonly ticket: PgTicket; readonly settled: Settled<PgTicket> }
  | { readonly kind: 'control'; readonly query: ControlQuery; readonly done: (error: Error | null) => void }

const statusOf: { readonly [status: string]: TxStatus } = { I: 'none', T: 'open', E: 'failed' }

/**
 * One physical connection as the wire shows it. The transaction state is the byte of ReadyForQuery and nothing else:
 * pg's own callbacks hear of an error before it, and would see a stale state.
 */
export class PgWire implements TicketWire {
  readonly client: PgClient
  readonly #sink: WireSink
  #job: Job | null = null
  #tx: TxStatus = 'unknown'
  #dead: Error | null = null
  #gone = false
  #goneListeners: (() => void)[] = []
  /** What the server reports, as it stands now. */
  readonly parameters: Map<string, string> = new Map()
  /** The session that owns the statement names of the connection; null: they are shared. */
  owner: StatementNames | null = null
  readonly kept: KeptStatements
  readonly writes: GatheredWrites

  constructor(client: PgClient, sink: WireSink) {
    this.client = client
    this.#sink = sink
    const { connection } = client
    this.kept = new KeptStatements(connection)
    this.writes = new GatheredWrites(connection)
    // Before the client's own listeners, which connect() attaches: core moves its state before any caller hears.
    connection.on('readyForQuery', (message: PgMessage) => this.#ready(statusOf[message.status ?? ''] ?? 'unknown'))
    connection.on('parameterStatus', ({ parameterName = '', parameterValue = '' }: PgMessage) => {
      this.parameters.set(parameterName, parameterValue)
      // A promotion is the server's own doing, whenever it is told.
      sink.setting(parameterName, parameterValue, this.#job !== null && parameterName !== 'in_hot_standby')
    })
    // Errors of a server have a SQLSTATE. Without one pg could not read what came, and may have missed any answer.
    connection.on('errorMessage', (error: Error & { code?: string }) => {
      if (error.code === undefined) this.#fail(error)
    })
    // For the client's whole life: one lost connection gives two error events, and none may reach the process.
    client.on('error', (error: Error) => this.#fail(error))
    // What the pool's own statements provoke is nobody's business.
    client.on('notice', (message: unknown) => {
      if (this.#job?.kind !== 'control') sink.pushed('notice', message)
    })
    client.on('notification', (message: unknown) => sink.pushed('notification', message))
    connection.once('end', () => this.#end())
  }

  get tx(): TxStatus {
    return this.#tx
  }

  get owed(): number {
    return this.#job === null ? 0 : 1
  }

  get usable(): boolean {
    return this.#dead === null && !this.#gone && this.client._queryable && this.client.connection.stream.writable
  }

  get gone(): boolean {
    return this.#gone
  }

  run(ticket: PgTicket, settled: Settled<PgTicket>): boolean {
    if (!this.usable || this.#job !== null) return false
    this.#job = { kind: 'ticket', ticket, settled }
    ticket.goesTo(this)
    this.client.query(ticket as PgSubmittable)
    return true
  }

  /** Resolves at the boundary; rejects with what the server said, or with the loss of the connection. */
  control(query: ControlQuery): Promise<ControlQuery> {
    return new Promise((resolve, reject) => {
      if (!this.usable || this.#job !== null) return reject(this.#dead ?? unusable())
      query.completed = (tag) => this.completed(tag)
      this.#job = { kind: 'control', query, done: (error) => (error === null ? resolve(query) : reject(error)) }
      this.client.query(query)
    })
  }

  #ready(tx: TxStatus): void {
    // What comes behind something that could not be read proves nothing.
    if (this.#dead !== null) return
    this.#tx = tx
    const job = this.#job
    // What has not been written can't be answered: this is the end of something else, of a connect hook's statement.
    if (job === null || !(job.kind === 'control' ? job.query : job.ticket).written) return
    this.#job = null
    if (job.kind === 'control') return job.done(job.query.error)
    const { ticket } = job
    const error = ticket.error
    if (error !== null && tx === 'none' && ticket.recovers(error, this)) {
      this.#job = job
      this.client.query(ticket as PgSubmittable)
      return
    }
    if (error === null) this.#settle(ticket, job.settled, { tx, fate: 'ok', error })
    else {
      const fate: Fate = 'refused-by-server'
      this.#settle(ticket, job.settled, { tx, fate, error: withFate(error, fate) })
    }
  }

  /** pg refused to send the statement, so the server will say nothing. */
  unsent(ticket: PgTicket, error: Error): void {
    const job = this.#job
    if (job?.kind !== 'ticket' || job.ticket !== ticket) return
    this.#job = null
    this.#settle(ticket, job.settled, { tx: this.#tx, fate: 'not-sent', error })
  }

  #settle(ticket: PgTicket, settled: Settled<PgTicket>, boundary: Boundary): void {
    ticket.reachBoundary()
    settled(ticket, boundary)
    ticket.tell(boundary.error)
  }

  /** Statements that SQL has dropped are not there any more, whatever the driver remembers. */
  completed(tag: string | undefined): void {
    if (tag !== 'DISCARD ALL' && tag !== 'DEALLOCATE ALL') return
    const { connection } = this.client
    connection.parsedStatements = {}
    connection.submittedNamedStatements = {}
    if (this.#job?.kind === 'ticket') this.#job.ticket.names?.dropAll()
    if (tag === 'DISCARD ALL') this.owner = null
  }

  /** Cuts the wire; what was owed is told that the connection was ended on purpose. */
  destroy(): void {
    this.#dead ??= new Error('Connection terminated')
    this.client.connection.stream.destroy()
  }

  #fail(error: Error): void {
    this.#dead ??= error
    this.client.connection.stream.destroy()
  }

  #end(): void {
    if (this.#gone) return
    this.#gone = true
    const error = this.#dead ?? new Error('Connection terminated unexpectedly')
    this.#dead = error
    const job = this.#job
    this.#job = null
    this.#tx = 'unknown'
    if (job?.kind === 'control') job.done(error)
    else if (job !== null) {
      const fate: Fate = job.ticket.written ? 'in-doubt' : 'not-sent'
      const told = withFate(job.ticket.error ?? error, fate)
      this.#settle(job.ticket, job.settled, { tx: 'unknown', fate, error: told })
    }
    this.#sink.lost(error)
    for (const listener of this.#goneListeners.splice(0)) guarded(listener)
  }

  /** Calls back when the socket is gone; at once when it is. */
  whenGone(listener: () => void): void {
    if (this.#gone) listener()
    else this.#goneListeners.push(listener)
  }
}

function unusable(): MuxError {
  return new MuxError('MUX_CONNECTION_LOST', 'the connection is busy or closed', { phase: 'validate' })
}
