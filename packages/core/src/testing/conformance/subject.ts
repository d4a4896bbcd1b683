import { strict as assert } from 'node:assert'
import type { Boundary, Driver, Ticket } from '../../adapter/driver.ts'
import type { Clock, OpContext } from '../../clock/clock.ts'

/** What the caller of a statement was told. */
export interface Told {
  readonly rows: readonly (readonly unknown[])[]
  readonly error: Error | null
}

/** Statements in the words of the driver's server. */
export interface SubjectTexts {
  /** Answers one row with the number 1. */
  readonly one: string
  /** The server refuses it. */
  readonly fails: string
  readonly begin: string
  readonly rollback: string
  /** Runs until it is cancelled. */
  readonly waits: string
  /** Leaves something on the connection, and shows it: one row, whose value differs on a new connection. */
  readonly leaves: string
  readonly shows: string
}

/** What the server makes of a transaction in which a statement has failed. */
export type AfterError = 'failed' | 'open'

/** A driver with a server behind it. Each case has a new one. */
export interface Subject<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly texts: SubjectTexts
  readonly afterError: AfterError
  ticket(text: string, heard: (told: Told) => void): T
  /** The server ends the connection. */
  kill(wire: W): Promise<void>
  /** How many connections of this driver the server has. */
  connections(): Promise<number>
  /** From now on nothing comes from the server, and nothing goes to it. */
  freeze(): void
  /** Whether the connection keeps the process alive. */
  holds(wire: W): boolean
  /** A driver that the same server refuses. */
  readonly refused: Driver<W, T>
  /** A statement that changes a setting which the server reports, with the report that follows. */
  readonly reported: { readonly text: string; readonly name: string; readonly value: string }
  close(): Promise<void>
}

/** One connection under test, and everything that was told of it, in order. */
export class Bench<W extends object, T extends Ticket> {
  readonly subject: Subject<W, T>
  readonly driver: Driver<W, T>
  readonly wire: W
  readonly log: string[]
  readonly boundaries: Boundary[] = []

  private constructor(subject: Subject<W, T>, wire: W, log: string[]) {
    this.subject = subject
    this.driver = subject.driver
    this.wire = wire
    this.log = log
  }

  static async open<W extends object, T extends Ticket>(subject: Subject<W, T>): Promise<Bench<W, T>> {
    const log: string[] = []
    const sink = {
      setting: (name: string, value: string, solicited: boolean) =>
        void log.push(`setting ${name}=${value}${solicited ? '' : ' unsolicited'}`),
      doubted: () => void log.push('doubted'),
      pushed: (kind: string) => void log.push(`pushed ${kind}`),
      lost: (error: Error | null) => void log.push(error === null ? 'lost' : 'lost with an error'),
    }
    return new Bench(subject, await subject.driver.open(sink, within(subject.clock)), log)
  }

  get context(): OpContext {
    return within(this.subject.clock)
  }

  /** Submits a statement; resolves when its caller was told. */
  async run(text: string, wire: W = this.wire): Promise<Told> {
    const { told, sent } = this.start(text, wire)
    assert.ok(sent, `the connection takes ${text}`)
    return told
  }

  start(
    text: string,
    wire: W = this.wire,
  ): { readonly told: Promise<Told>; readonly sent: boolean; readonly ticket: T } {
    let tell: (told: Told) => void = () => {}
    const told = new Promise<Told>((resolve) => {
      tell = resolve
    })
    const ticket = this.subject.ticket(text, (answer) => {
      this.log.push(`heard ${text}`)
      tell(answer)
    })
    return { told, ticket, sent: this.submit(ticket, text, wire) }
  }

  /** Cancels what runs until its caller was told: a signal that overtakes the statement on its way hits nothing. */
  async cancelUntil(told: Promise<Told>): Promise<Told> {
    let over = false
    void told.then(() => {
      over = true
    })
    while (!over) {
      await this.driver.cancel(this.wire, this.context)
      for (let look = 0; look < 50 && !over; look += 1) await new Promise((resolve) => setImmediate(resolve))
    }
    return told
  }

  /** As the core does it: in the async context of the caller. */
  submit(ticket: T, text: string, wire: W = this.wire, settled: () => void = () => {}): boolean {
    return ticket.context.runInAsyncScope(() =>
      this.driver.submit(wire, ticket, (_ticket, boundary) => {
        this.boundaries.push(boundary)
        this.log.push(`boundary of ${text}: ${boundary.fate}, transaction ${boundary.tx}`)
        settled()
      }),
    )
  }

  /** What was told of losses and statements, without settings and notices. */
  get story(): readonly string[] {
    return this.log.filter((line) => !line.startsWith('setting') && !line.startsWith('pushed'))
  }
}

export function within(clock: Clock, millis = 10_000): OpContext {
  return { deadline: clock.now() + millis }
}

/** Waits for something that comes by itself: by looking, as nothing else tells of it. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let look = 0; look < 20_000; look += 1) {
    if (await holds()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.fail(`never came: ${what}`)
}
