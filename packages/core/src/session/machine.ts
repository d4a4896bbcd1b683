import { MuxError } from '../errors.ts'
import type { SessionState } from '../vocab.ts'

/**
 * `detached`: holds nothing. `waiting`: asked for a connection. `attached`: has a lease until its transaction ends.
 * `pinned`: has a lease until its obligations end. `broken`: lost the connection that held its transaction or its
 * obligations; it never goes on silently elsewhere.
 */
const edges: { readonly [from in SessionState]: readonly SessionState[] } = {
  detached: ['waiting', 'ended'],
  waiting: ['attached', 'detached', 'ended'],
  attached: ['detached', 'pinned', 'broken', 'ended'],
  pinned: ['detached', 'attached', 'broken', 'ended'],
  broken: ['detached', 'ended'],
  ended: [],
}

/** The only way for a session to change its state. */
export function moveSession(from: SessionState, to: SessionState): SessionState {
  if (from !== to && !edges[from].includes(to))
    throw new MuxError('MUX_INVARIANT', `a session can't go from ${from} to ${to}`, { phase: 'statement' })
  return to
}
