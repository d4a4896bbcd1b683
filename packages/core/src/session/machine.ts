import { MuxError } from '../errors.ts'
import type { SessionState } from '../vocab.ts'

/**
 * `detached`: holds nothing. `waiting`: asked for a connection. `attached`: has a lease until its transaction ends.
 * `pinned`: has a lease until its obligations end. `broken`: lost the connection that held its transaction or its
 * obligations; it never goes on silently elsewhere.
 */
const waysInto: { readonly [to in SessionState]: readonly SessionState[] } = {
  detached: ['attached', 'waiting', 'pinned', 'broken'],
  waiting: ['detached'],
  attached: ['waiting', 'pinned'],
  pinned: ['attached'],
  broken: ['attached', 'pinned'],
  ended: ['detached', 'waiting', 'attached', 'pinned', 'broken'],
}

/** The only way for a session to change its state. */
export function moveSession(from: SessionState, to: SessionState): SessionState {
  if (from !== to && !waysInto[to].includes(from))
    throw new MuxError('MUX_INVARIANT', `a session can't go from ${from} to ${to}`, { phase: 'statement' })
  return to
}
