import type { GateQuestion, TxStatus } from '../vocab.ts'

/** What the gate is told about a connection whose session wants to part with it. */
export interface GateFacts {
  readonly owed: number
  readonly tx: TxStatus
  readonly cancelling: boolean
  readonly streaming: boolean
  /** Something lives in the connection that belongs to its session. */
  readonly obligations: boolean
  /** The wire reports settings that nobody accounts for, or doubts that it told all. */
  readonly strayed: boolean
  readonly expired: boolean
  readonly retired: boolean
  readonly draining: boolean
}

/**
 * May this connection go to another session as it is? Null: every question was answered with no; the first that is
 * answered with yes decides. There is no other way from one session to the next. Written out, because it is asked
 * behind every statement: a table of functions takes ten times as long.
 */
export function askGate(facts: GateFacts): GateQuestion | null {
  if (facts.owed > 0) return 'replies-owed'
  // Also when it is unknown: only an idle transaction state ever passes.
  if (facts.tx !== 'none') return 'transaction-not-idle'
  if (facts.cancelling) return 'cancel-in-flight'
  if (facts.streaming) return 'stream-unread'
  if (facts.obligations) return 'obligations-held'
  if (facts.strayed) return 'imprint-unknown'
  if (facts.expired) return 'expired'
  if (facts.retired) return 'generation-retired'
  return facts.draining ? 'draining' : null
}
