import type { ControlRows, ControlStatement } from '../adapter/control.ts'
import type { Driver, DriverCapabilities, Settled, WireSink } from '../adapter/driver.ts'
import type { Engine } from '../adapter/engine.ts'
import type { Clock, OpContext } from '../clock/clock.ts'
import { withDeadline } from '../clock/deadline.ts'
import { withFate } from '../errors.ts'
import type { TxStatus } from '../vocab.ts'
import { FakeDatabase } from './fake-backend.ts'
import { fakeEngine } from './fake-engine.ts'
import type { FakeTicket } from './fake-ticket.ts'
import { type FakeEvent, FakeWire, type FakeWireParts } from './fake-wire.ts'

export type FakeOpenError = Error & { readonly kind?: 'permanent' | 'transient' | 'full' }

/** A driver with its server in memory: everything happens when, and in the order in which, the test lets it. */
export class FakeDriver implements Driver<FakeWire, FakeTicket> {
  readonly name = 'fake'
  readonly can: DriverCapabilities = { settingReports: 'some', pipelining: false, streams: false }
  readonly engine: Engine = fakeEngine()
  readonly database: FakeDatabase = new FakeDatabase()
  /** Connections that are open or closing; with `opening` all that the server has to bear. */
  readonly wires: Set<FakeWire> = new Set()
  opening = 0
  attempts = 0
  /** The error with which the next attempt fails. */
  failOpen: () => FakeOpenError | null = () => null
  /** Lets happen what is ready: at once, if a test does not say otherwise. */
  schedule: (event: FakeEvent) => void = (event) => queueMicrotask(event.happen)
  /** Sees every statement in the moment in which the server runs it; a text of null is a sign of life. */
  watch: FakeWireParts['watch'] = () => {}
  /** Whether taking a session's statement names costs a round trip. */
  claims = false
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async open(sink: WireSink, context: OpContext): Promise<FakeWire> {
    this.opening += 1
    this.attempts += 1
    let over = false
    const opened = this.#when('open', null, () => {
      const error = over ? new Error('too late') : this.failOpen()
      if (error !== null) throw error
      return this.#connect(sink)
    })
    try {
      return await withDeadline(this.#clock, opened, context, () => new Error('timeout'))
    } finally {
      over = true
      this.opening -= 1
    }
  }

  #connect(sink: WireSink): FakeWire {
    const wire = new FakeWire({
      database: this.database,
      sink,
      schedule: (event) => this.schedule(event),
      watch: (...seen) => this.watch(...seen),
      gone: (lost) => void this.wires.delete(lost),
    })
    this.wires.add(wire)
    return wire
  }

  /** The work is done when the network brings it; what it throws becomes the rejection. */
  #when<R>(kind: FakeEvent['kind'], wire: FakeWire | null, work: () => R): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.schedule({ kind, wire, happen: () => new Promise<R>((done) => done(work())).then(resolve, reject) })
    })
  }

  close(wire: FakeWire, manner: 'drain' | 'abort'): Promise<void> {
    return wire.close(manner)
  }

  submit(wire: FakeWire, ticket: FakeTicket, settled: Settled<FakeTicket>): boolean {
    return wire.run({
      text: ticket.text,
      ticket,
      done: (reply, lost) => {
        const error = reply === null ? withFate(lost, 'in-doubt') : reply.error
        const fate = reply === null ? 'in-doubt' : error === null ? 'ok' : 'refused-by-server'
        settled(ticket, { tx: this.tx(wire), fate, error })
        ticket.tell({ rows: reply?.rows ?? [], error })
      },
    })
  }

  async control(
    wire: FakeWire,
    batch: readonly ControlStatement[],
    context: OpContext,
  ): Promise<readonly ControlRows[]> {
    const answers: ControlRows[] = []
    for (const text of batch.length === 0 ? [null] : batch.map((statement) => statement.text)) {
      answers.push(await withDeadline(this.#clock, wire.ask(text), context, () => this.#tooLate(wire)))
    }
    return answers
  }

  #tooLate(wire: FakeWire): Error {
    const error = new Error('no answer in time')
    wire.lose(error)
    return error
  }

  tx(wire: FakeWire): TxStatus {
    return wire.place === 'gone' ? 'unknown' : wire.backend.tx
  }

  owed(wire: FakeWire): number {
    return wire.busy ? 1 : 0
  }

  cancel(wire: FakeWire): Promise<void> {
    return this.#when('cancel', wire, () => wire.interrupt())
  }

  async reset(wire: FakeWire, context: OpContext): Promise<void> {
    await this.control(wire, this.engine.reset === undefined ? [] : [this.engine.reset], context)
  }

  claim(wire: FakeWire, _ticket: FakeTicket, _forget: boolean, context: OpContext): Promise<void> | null {
    return this.claims ? this.control(wire, [], context).then(() => {}) : null
  }

  pulse(context: OpContext): Promise<boolean> {
    const answer = this.#when('pulse', null, () => true)
    return withDeadline(this.#clock, answer, context, () => new Error('silent')).catch(() => false)
  }

  hold(wire: FakeWire, yes: boolean): void {
    wire.held = yes
  }

  judgeOpenError(error: Error): 'permanent' | 'transient' | 'full' {
    return (error as FakeOpenError).kind ?? 'transient'
  }
}
