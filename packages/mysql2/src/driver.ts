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
import type { Baseline } from './baseline.ts'
import { commandClassesOf } from './command-classes.ts'
import { Connector, type ConnectorParts } from './connector.ts'
import { ControlLines } from './control-line.ts'
import { askForFlags, ControlPrepare, ControlQuery } from './control-query.ts'
import type { CommandClasses, Mysql2Connection, StatementOptions } from './driver-members.ts'
import { judgeOpenError } from './open-errors.ts'
import { askForLife, sendCancel } from './signals.ts'
import type { MysqlTicket } from './ticket.ts'
import type { MysqlWire } from './wire.ts'

export interface MysqlDriverParts extends ConnectorParts {
  readonly engine: Engine
  /** A connection that had been opened is closed. */
  readonly removed: (connection: Mysql2Connection) => void
}

interface Opened {
  readonly baseline: Baseline
  readonly sink: WireSink
}

/** Core's port to mysql2. */
export class MysqlDriver implements Driver<MysqlWire, MysqlTicket> {
  readonly name = 'mysql2'
  readonly engine: Engine
  readonly can: Driver<MysqlWire, MysqlTicket>['can'] = { settingReports: 'some', pipelining: false, streams: true }
  readonly #parts: MysqlDriverParts
  readonly #classes: CommandClasses
  readonly #connector: Connector
  readonly #lines: ControlLines
  readonly #context = new PoolContext()
  readonly #opened = new WeakMap<MysqlWire, Opened>()

  constructor(parts: MysqlDriverParts) {
    this.#parts = parts
    this.engine = parts.engine
    this.#classes = commandClassesOf(parts.mysql2)
    this.#connector = new Connector(parts)
    this.#lines = new ControlLines(this.#connector, this.#classes)
  }

  open(sink: WireSink, context: OpContext): Promise<MysqlWire> {
    return this.#context.run(async () => {
      const { wire, baseline } = await this.#connector.open(sink, context)
      this.#opened.set(wire, { baseline, sink })
      wire.whenGone(() => this.#parts.removed(wire.connection))
      return wire
    })
  }

  close(wire: MysqlWire, manner: 'drain' | 'abort'): Promise<void> {
    return this.#context.run(
      () =>
        new Promise((resolve) => {
          wire.whenGone(resolve)
          if (manner === 'abort' || !wire.usable) wire.destroy()
          else wire.leave()
        }),
    )
  }

  submit(wire: MysqlWire, ticket: MysqlTicket, settled: Settled<MysqlTicket>): boolean {
    return wire.run(ticket, settled)
  }

  control(wire: MysqlWire, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]> {
    return this.#within(wire, context, async () => {
      if (batch.length === 0) await wire.control(askForFlags())
      const answers: ControlRows[] = []
      for (const statement of batch) answers.push(await this.#run(wire, statement))
      return answers
    })
  }

  async #run(wire: MysqlWire, statement: ControlStatement): Promise<ControlRows> {
    return (await wire.control(new ControlQuery(statement, this.#classes))).answer
  }

  /** A wait on a connection that does not answer in time ends with the connection. */
  #within<R>(wire: MysqlWire, context: OpContext, work: () => Promise<R>): Promise<R> {
    return this.#context.run(() =>
      withDeadline(systemClock, work(), context, () => {
        const error = new MuxError('MUX_CONNECTION_LOST', 'the server did not answer in time', {
          phase: 'validate',
          fate: 'in-doubt',
        })
        wire.fail(error)
        return error
      }),
    )
  }

  tx(wire: MysqlWire): TxStatus {
    return wire.tx
  }

  owed(wire: MysqlWire): number {
    return wire.owed
  }

  cancel(wire: MysqlWire, context: OpContext): Promise<void> {
    const { baseline } = this.#openedOf(wire)
    return this.#context.run(() => sendCancel(this.#lines, wire, baseline.serverIdentity, context))
  }

  reset(wire: MysqlWire, context: OpContext): Promise<void> {
    const { baseline, sink } = this.#openedOf(wire)
    return this.#within(wire, context, async () => {
      await baseline.restore(wire, (statement) => this.#run(wire, statement), sink)
      if (wire.tx !== 'none') throw new MuxError('MUX_INVARIANT', 'a reset left a transaction open', { phase: 'reset' })
    })
  }

  #openedOf(wire: MysqlWire): Opened {
    const opened = this.#opened.get(wire)
    if (opened === undefined)
      throw new MuxError('MUX_INVARIANT', 'not a connection of this driver', { phase: 'validate' })
    return opened
  }

  claim(wire: MysqlWire, { statements }: MysqlTicket, forget: boolean, context: OpContext): Promise<void> | null {
    const missing = wire.connection.kept.claim(statements, forget)
    if (missing.length === 0) return null
    return this.#within(wire, context, async () => {
      for (const options of missing) await this.#prepare(wire, options)
    })
  }

  /** A text that can't be prepared now fails again, with its own error, when it is used. */
  async #prepare(wire: MysqlWire, options: StatementOptions): Promise<void> {
    try {
      await wire.control(new ControlPrepare(options, this.#classes))
    } catch (error) {
      if (!wire.usable) throw error
    }
  }

  pulse(context: OpContext): Promise<boolean> {
    return this.#context.run(() => askForLife(this.#lines, context))
  }

  hold(wire: MysqlWire, yes: boolean): void {
    wire.hold(yes)
  }

  judgeOpenError(error: Error): 'permanent' | 'transient' | 'full' {
    return judgeOpenError(error)
  }
}
