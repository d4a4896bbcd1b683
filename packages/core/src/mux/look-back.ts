import type { Connection } from '../store/connection.ts'
import type { ConnectionId, SessionId, TxStatus } from '../vocab.ts'
import type { LookBackStep, Verdict } from './verdict.ts'

/** Whether any session of the pool ever looked back. From then on writers start on connections that remember nothing. */
export interface SequenceCare {
  seen: boolean
}

/** What a session knows of its own movements. */
export interface Mover {
  readonly id: SessionId
  /** Where it moved last. */
  advancedOn: ConnectionId | null
  /** Some were made elsewhere, or where they have been forgotten since. */
  advancedApart: boolean
}

/**
 * `currval` and `lastval` answer from the connection's memory, and so would tell one session what another did.
 * Nothing on the wire shows which statement moved a sequence (a column default does it unseen), so a connection
 * remembers whose movements it may know: nobody's, one session's, or several sessions'.
 */
export function lookBackStep<W extends object>(
  verdict: Verdict,
  session: Readonly<Mover>,
  connection: Connection<W>,
  tx: TxStatus,
  care: SequenceCare,
): LookBackStep {
  if (verdict.looksBack) care.seen = true
  // The server refuses everything in a failed transaction, also what would be asked here.
  if (tx === 'failed') return 'run'
  const known = connection.sequencesOf
  const foreign = known !== 'clean' && known !== session.id
  if (verdict.looksBack) {
    if (session.advancedOn === null || verdict.movesExplicitly) return foreign ? 'forget-first' : 'run'
    // Clean is not enough: then it forgot what this session did, when another one looked back.
    if (session.advancedOn !== connection.id || known !== session.id) return 'refuse'
    // What the session did last may have moved nothing, and what moved before is forgotten.
    return verdict.looksBackUnwarned && session.advancedApart ? 'prove-first' : 'run'
  }
  if (!verdict.mayAdvance || !foreign) return 'run'
  return verdict.movesExplicitly || care.seen ? 'forget-first' : 'run'
}

/** Notes who moved sequences on the connection; `forgot` when they were forgotten just before. */
export function noteAdvance<W extends object>(
  verdict: Verdict,
  session: Mover,
  connection: Connection<W>,
  forgot: boolean,
): void {
  if (forgot) connection.sequencesOf = 'clean'
  if (!verdict.mayAdvance) return
  const known = connection.sequencesOf
  const { id, advancedOn } = session
  session.advancedApart ||= advancedOn !== null && (advancedOn !== connection.id || known !== id)
  session.advancedOn = connection.id
  connection.sequencesOf = known === 'clean' || known === id ? id : 'many'
}
