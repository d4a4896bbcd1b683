import type { ClassifiedStatement } from '../sql/classification.ts'
import type { DiscardExtent, EffectKind } from '../sql/effect.ts'
import type { DiagnosticsUse } from './diagnostics.ts'

/** What cleans a connection after a cause: nothing is stronger than `close`. */
export type Cleanup = 'none' | 'reset' | 'close'

export interface PinCause {
  readonly reason: EffectKind | 'first-statement' | 'explicit'
  readonly rule: string
  readonly cleanup: Cleanup
}

/** Everything that a session must know of a text, worked out once for each text. */
export interface Verdict {
  /** Which knowledge of the catalogue it rests on. */
  readonly epoch: number
  readonly causes: readonly PinCause[]
  readonly begins: boolean
  readonly rollsBack: boolean
  /** Asks what the session did last on its connection. */
  readonly looksBack: boolean
  /** And is answered as if there were nothing where it was forgotten. */
  readonly looksBackUnwarned: boolean
  /** May move a sequence, whether the text shows it or not. */
  readonly mayAdvance: boolean
  /** Moves a sequence by its own words (nextval, setval), or does whatever no text shows. */
  readonly movesExplicitly: boolean
  /** What it asks of the statements before it, and overwrites of what they left. */
  readonly diagnostics: DiagnosticsUse
  /** May define routines, and so change what calls of them do. */
  readonly mayDefine: boolean
  /** Words about the transaction only: no query, so that they may still be the first of their transaction. */
  readonly runsNothing: boolean
  /** Calls what only the server's catalogue knows. */
  readonly callsRoutines: boolean
  /** The connection's statement names must be the session's own; `forget`: and nobody else's may be seen. */
  readonly claims: 'nothing' | 'own' | 'forget'
  readonly discards: readonly DiscardExtent[]
}

/** Words about the transaction only. */
export function isAboutTransaction({ verb, effects }: ClassifiedStatement): boolean {
  if (verb === 'transaction') return true
  return verb === 'other' && effects.length > 0 && effects.every(({ kind }) => kind === 'local-setting')
}

/** Nothing must be known or done before it runs, and only the boundary can tell that it has left something. */
export function isPlain(verdict: Verdict): boolean {
  const { causes, claims, discards, diagnostics } = verdict
  if (causes.length > 0 || claims !== 'nothing' || discards.length > 0) return false
  if (verdict.begins || verdict.looksBack || verdict.mayDefine) return false
  return diagnostics.needs === 0 && !diagnostics.asksWithin
}

/**
 * Kinds whose meaning hangs on statement names, or that change what statements are parsed under: what the session has
 * prepared before must mean what it meant then, and what others have prepared means something else from here on.
 */
export const claimOfKind: { readonly [kind in EffectKind]?: 'own' | 'forget' } = {
  setting: 'own',
  schema: 'own',
  'sql-prepare': 'forget',
  'sql-execute': 'forget',
  'sql-deallocate': 'forget',
  inspect: 'forget',
  opaque: 'forget',
  unknown: 'forget',
}

/** Kinds that run, now or later, what no text shows: it may move sequences, and ask for what the connection remembers. */
export const hidingKinds: ReadonlySet<EffectKind> = new Set(['opaque', 'unknown', 'sql-prepare', 'sql-execute'])

/** Whether a cause may run a CREATE FUNCTION which no text shows. A routine that could is not one that a reset cleans up after. */
export function mayDefineUnseen(cause: PinCause): boolean {
  return definingKinds.has(cause.reason) || (cause.reason === 'routine' && cause.cleanup === 'close')
}
const definingKinds: ReadonlySet<PinCause['reason']> = new Set(['opaque', 'unknown', 'sql-execute', 'load'])

/** A statement whose text can't be read. */
export const unreadable: PinCause = { reason: 'unknown', rule: 'unreadable', cleanup: 'close' }

/** What comes in front of a statement that asks what another one has left: nothing, a cleaning, a question, or its refusal. */
export type LookBackStep = 'run' | 'forget-first' | 'prove-first' | 'refuse'
