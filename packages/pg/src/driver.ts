import {
  type ControlRows,
  type ControlStatement,
  type Driver,
  type Engine,
  MuxError,
  type OpContext,
  PoolContext,
  type Settled,
  systemClock,
  type TxStatus,
  type WireSink,
  withDeadline,
} from '@muxpool/core/adapter'
import { Connector } from './connector.ts'
import { CloseQuery, ControlQuery, PrepareQuery } from './control-query.ts'
import type { PgClient, PgModule } from './driver-members.ts'
import type { Baseline, ConnectionHooks } from './hooks.ts'
import { judgeOpenError } from './open-errors.ts'
import { addressOf, askForLife, type ServerAddress, sendCancel } from './server-signals.ts'
import { isShared } from './statement-names.ts'
import type { PgTicket } from './ticket.ts'
import type { PgWire } from './wire.ts'

export interface PgDriverParts {
  readonly pg: PgModule
  readonly engine: Engine
  readonly hooks: ConnectionHooks
  /** Made anew for each connection: passwords may be functions, and pg writes into what it is given. */
  readonly config: () => object
  readonly clientClass: () => new (config: object) => PgClient
  /** pg's option: makes the socket of a connection. */
  readonly stream: unknown
  /** A connection that had been opened is closed. */
  readonly removed: (client: PgClient) => void
}

/** Core's port to pg. */
export class PgDriver implements Driver<PgWire, PgTicket> {
  readonly name = 'pg'
  readonly engine: Engine
  readonly can: Driver<PgWire, PgTicket>['can'] = { settingReports: 'some', pipelining: false, streams: true }
  readonly #parts: PgDriverParts
  readonly #connector: Connector
  readonly #context = new PoolContext()
  readonly #baselines = new WeakMap<PgWire, Baseline>()
  #address: ServerAddress | null = null
  parameters: ReadonlyMap<string, string> = new Map()

  constructor(parts: PgDriverParts) {
    this.#parts = parts
    this.engine = parts.engine
    this.#connector = new Connector(parts.config, parts.hooks, systemClock.now, (fire, millis) =>
      systemClock.setTimer(fire, millis, true),
    )
  }

  open(sink: WireSink, context: OpContext): Promise<PgWire> {
    return this.#context.run(async () => {
      const { wire, baseline } = await this.#connector.open(sink, context, this.#parts.clientClass())
      this.#baselines.set(wire, baseline)
      wire.whenGone(() => this.#parts.removed(wire.client))
      this.#address = this.#addressOf(wire)
      this.parameters = wire.parameters
      return wire
    })
  }

  close(wire: PgWire, manner: 'drain' | 'abort'): Promise<void> {
    return this.#context.run(
      () =>
        new Promise((resolve) => {
          wire.whenGone(resolve)
          if (manner === 'abort' || !wire.usable) wire.destroy()
          // A tick later: at a boundary pg still believes its statement to be active, and would cut the socket without a
          // good-bye. The server process would then live on beside the connection that takes its slot.
          else process.nextTick(() => wire.client.end(() => {}))
        }),
    )
  }

  submit(wire: PgWire, ticket: PgTicket, settled: Settled<PgTicket>): boolean {
    return wire.run(ticket, settled)
  }

  control(wire: PgWire, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]> {
    return this.#within(wire, context, async () => {
      if (batch.length === 0) await wire.control(new ControlQuery(null))
      const answers: ControlRows[] = []
      for (const statement of batch) answers.push((await wire.control(new ControlQuery(statement))).answer)
      return answers
    })
  }

  /** A wait on a connection that does not answer in time ends with the connection. */
  #within<R>(wire: PgWire, context: OpContext, work: () => Promise<R>): Promise<R> {
    return this.#context.run(() =>
      withDeadline(systemClock, work(), context, () => {
        wire.client.connection.stream.destroy()
        return new MuxError('MUX_CONNECTION_LOST', 'the server did not answer in time', {
          phase: 'validate',
          fate: 'in-doubt',
        })
      }),
    )
  }

  tx(wire: PgWire): TxStatus {
    return wire.tx
  }

  owed(wire: PgWire): number {
    return wire.owed
  }

  #addressOf(wire: PgWire): ServerAddress {
    return addressOf(wire.client, this.#parts.stream)
  }

  cancel(wire: PgWire, context: OpContext): Promise<void> {
    const { processID, secretKey } = wire.client
    if (processID === null || secretKey === null)
      return Promise.reject(new Error('the server gave no key to cancel by'))
    const key = { processID, secretKey }
    return this.#context.run(() => sendCancel(this.#parts.pg, this.#addressOf(wire), key, context))
  }

  async reset(wire: PgWire, context: OpContext): Promise<void> {
    const baseline = this.#baselines.get(wire)?.statements ?? []
    await this.control(wire, [...resetOf(this.engine), ...baseline], context)
    if (wire.tx !== 'none' || wire.owner !== null)
      throw new MuxError('MUX_INVARIANT', 'a reset left state behind', { phase: 'reset' })
  }

  claim(wire: PgWire, ticket: PgTicket, forget: boolean, context: OpContext): Promise<void> | null {
    const { names } = ticket
    const { connection } = wire.client
    const owned = names !== null && wire.owner === names
    const foreign = forget ? Object.keys(connection.parsedStatements).filter((name) => !owned || isShared(name)) : []
    // For `forget` the statement itself is about names. Else a name is prepared when it is used: nothing must come in
    // front of a transaction's first query.
    const known = names === null || wire.tx === 'failed' || (wire.tx === 'open' && !forget) ? [] : names.prepared
    const missing = known.filter(([name]) => !owned || connection.parsedStatements[name] === undefined)
    wire.owner = names
    if (foreign.length === 0 && missing.length === 0) return null
    return this.#within(wire, context, async () => {
      if (foreign.length > 0) await wire.control(new CloseQuery(foreign))
      for (const [name, text] of missing) await prepare(wire, name, text)
    })
  }

  pulse(context: OpContext): Promise<boolean> {
    const address = this.#address
    if (address === null) return Promise.resolve(true)
    return this.#context.run(() => askForLife(this.#parts.pg, address, context))
  }

  hold(wire: PgWire, yes: boolean): void {
    if (yes) wire.client.ref()
    else wire.client.unref()
  }

  judgeOpenError(error: Error): 'permanent' | 'transient' | 'full' {
    return judgeOpenError(error)
  }
}

/** A text that can't be prepared now fails again, with its own error, when it is used; it must not spoil a transaction. */
async function prepare(wire: PgWire, name: string, text: string): Promise<void> {
  const guarded = wire.tx === 'open'
  const run = (statement: string): Promise<unknown> => wire.control(new ControlQuery({ text: statement }))
  if (guarded) await run('SAVEPOINT mux_prepare')
  try {
    await wire.control(new PrepareQuery(name, text))
  } catch (error) {
    if (!wire.usable) throw error
    if (guarded) await run('ROLLBACK TO SAVEPOINT mux_prepare')
  }
  if (guarded) await run('RELEASE SAVEPOINT mux_prepare')
}

function resetOf({ reset }: Engine): readonly ControlStatement[] {
  return reset === undefined ? [] : [reset]
}
