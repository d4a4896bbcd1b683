import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { Pace } from './pace.ts'

/** What the callers of one run saw. Rates count only what was finished while the run lasted. */
export class Measures {
  statements = 0
  transactions = 0
  requests = 0
  sessionsOpened = 0
  openNow = 0
  mostOpen = 0
  waitingNow = 0
  /** Callers that were waiting for a session when the run ended. */
  leftWaiting = 0
  /** Sum over all sessions of the time open, and of the part of it spent waiting for answers. */
  openMillis = 0
  busyMillis = 0
  /** µs that a request waited for the database: for its session, for a connection, for answers. No think time. */
  readonly waits: RecordableHistogram = createHistogram()
  /** Answers that were wrong, and errors that no caller had earned. */
  readonly faults: string[] = []

  constructor(private readonly pace: Pace) {}

  statementDone(): void {
    if (!this.pace.over) this.statements += 1
  }

  transactionDone(): void {
    if (!this.pace.over) this.transactions += 1
  }

  requestDone(waitedMillis: number): void {
    if (this.pace.over) return
    this.requests += 1
    this.record(waitedMillis)
  }

  /** A caller got no session in the run: what it waited until the end is the least it would have waited. */
  neverServed(waitedMillis: number): void {
    this.leftWaiting += 1
    this.record(waitedMillis)
  }

  opened(): void {
    this.sessionsOpened += 1
    this.openNow += 1
    this.mostOpen = Math.max(this.mostOpen, this.openNow)
  }

  closed(openMillis: number, busyMillis: number): void {
    this.openNow -= 1
    this.openMillis += openMillis
    this.busyMillis += busyMillis
  }

  wrong(what: string): void {
    this.faults.push(what)
  }

  private record(millis: number): void {
    this.waits.record(Math.max(1, Math.round(millis * 1000)))
  }
}
