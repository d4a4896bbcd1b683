import type { AsyncResource } from 'node:async_hooks'
import type { OpContext } from '../clock/clock.ts'
import type { Fate, TxStatus } from '../vocab.ts'
import type { ControlRows, ControlStatement } from './control.ts'
import type { Engine } from './engine.ts'

/**
 * A statement as a session was given it, before a connection is chosen. The adapter makes it, core reads it.
 * What the caller is handed (promise, emitter, submittable) stays the adapter's secret.
 */
export interface Ticket {
  /** What core may classify; null: it can't be read, so it pins. */
  readonly text: string | null
  /** Whether the reply is one answer, or a stream whose end only the wire tells (cursor, COPY). */
  readonly flow: 'rows' | 'stream'
  /** The async context of the caller: submitting, calling back and events happen in it. */
  readonly context: AsyncResource
  /** Milliseconds after which the statement is cancelled; 0: the pool's option decides. */
  readonly timeoutMillis: number
  readonly signal: AbortSignal | null
  /**
   * For a stream whose rows go on after its session was released: from now on, whether its reader has stopped taking
   * them since it was last asked. Without it, one that is not at its end counts as stopped.
   */
  watchReader?(): () => boolean
  /** Tells the caller that the statement failed, in the driver's own manner. At most one answer is ever told. */
  refuse(error: Error): void
}

export interface Boundary {
  readonly tx: TxStatus
  readonly fate: Fate
  readonly error: Error | null
}

/** What comes by itself, without a statement that asked for it. */
export interface WireSink {
  /** A reported setting. `solicited` is false outside of any statement: then it changes the baseline. */
  setting(name: string, value: string, solicited: boolean): void
  /** Something may have changed that is not told: nobody else has the connection before a reset. */
  doubted(): void
  pushed(kind: 'notification' | 'notice', payload: unknown): void
  /** At most once; every step that was owed has had its boundary before. */
  lost(error: Error | null): void
}

export interface DriverCapabilities {
  readonly settingReports: 'all' | 'some' | 'none'
  readonly pipelining: boolean
  readonly streams: boolean
}

/** Called once for each submitted ticket, in order, at its own boundary, before the caller hears of it. */
export type Settled<T extends Ticket> = (ticket: T, boundary: Boundary) => void

/** What core needs of a database driver. W is the adapter's own object for one physical connection. */
export interface Driver<W extends object, T extends Ticket> {
  readonly name: string
  readonly engine: Engine
  readonly can: DriverCapabilities
  /** Resolves with a connection that is authenticated and in the state that every new session expects. */
  open(sink: WireSink, context: OpContext): Promise<W>
  /** Never rejects; resolves once the socket is gone. */
  close(wire: W, manner: 'drain' | 'abort'): Promise<void>
  /**
   * Writes now. `settled` comes at the boundary, or when the connection is lost. False: the connection can't be
   * written to any more, nothing was sent, and the ticket is untouched.
   */
  submit(wire: W, ticket: T, settled: Settled<T>): boolean
  /** The pool's own statements, one after another; none: a sign of life only. Rejects at the first that fails. */
  control(wire: W, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]>
  /** The transaction state of the last boundary. */
  tx(wire: W): TxStatus
  /** Replies still owed; an assertion of the gate, not a source. */
  owed(wire: W): number
  /** Cancels what runs on the connection; resolves only when the cancel can no longer land on a later statement. */
  cancel(wire: W, context: OpContext): Promise<void>
  /** Brings the connection back to the state of a new one, or rejects. */
  reset(wire: W, context: OpContext): Promise<void>
  /**
   * Statement names belong to sessions. From now until the reset the connection's names are those of the ticket's
   * session: its own are prepared where missing; with `forget` all others are dropped. Null: nothing to do.
   */
  claim(wire: W, ticket: T, forget: boolean, context: OpContext): Promise<void> | null
  /** Whether the server answers at all, without needing one of its connection slots. */
  pulse(context: OpContext): Promise<boolean>
  /** Whether the socket keeps the process alive. */
  hold(wire: W, yes: boolean): void
  /** Sorts an error of `open`: can another attempt help, and is the server merely full? */
  judgeOpenError(error: Error): 'permanent' | 'transient' | 'full'
}
