import type { GateQuestion, TxStatus } from '../vocab.ts'

/** What the gate is told about a connection whose session wants to part with it. */
export interface GateFacts {
  readonly owed: number
  readonly tx: TxStatus
  readonly cancelling: boolean
  readonly streaming: boolean
  /** Something lives in the connection that belongs to its session. */
  readonly obligations: boolean
  /** The wire reports settings that nobody accounts for. */
  readonly strayed: boolean
  readonly expired: boolean
  readonly retired: boolean
  readonly draining: boolean
}

/** The questions, in their order: the first that is answered with yes decides. */
const questions: readonly { readonly ask: (facts: GateFacts) => boolean; readonly because: GateQuestion }[] = [
  { because: 'replies-owed', ask: (facts) => facts.owed > 0 },
  // Also when it is unknown: only an idle transaction state ever passes.
  { because: 'transaction-not-idle', ask: (facts) => facts.tx !== 'none' },
  { because: 'cancel-in-flight', ask: (facts) => facts.cancelling },
  { because: 'stream-unread', ask: (facts) => facts.streaming },
  { because: 'obligations-held', ask: (facts) => facts.obligations },
  { because: 'imprint-unknown', ask: (facts) => facts.strayed },
  { because: 'expired', ask: (facts) => facts.expired },
  { because: 'generation-retired', ask: (facts) => facts.retired },
  { because: 'draining', ask: (facts) => facts.draining },
]

/**
 * May this connection go to another session as it is? Null: every question was answered with no.
 * There is no other way from one session to the next.
 */
export function askGate(facts: GateFacts): GateQuestion | null {
  for (const question of questions) if (question.ask(facts)) return question.because
  return null
}
