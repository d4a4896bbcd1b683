import type { Dependents, Engine, RoutineFacts } from '../adapter/engine.ts'
import type { PinCause } from './verdict.ts'

/** What the server's catalogue says about routines. */
export interface Catalogue {
  readonly routines: ReadonlyMap<string, RoutineFacts>
  readonly dependents: Dependents
  /** Whether any of the routines keeps state. */
  readonly keepsState: boolean
}

/** Which knowledge of the catalogue a reading will replace. */
export type Reading = number

/** The text names what runs a stateful routine: a table with a trigger, a view, a type, an operator. */
export function reachedCauses(engine: Engine, catalogue: Catalogue, text: string): readonly PinCause[] {
  if (!catalogue.keepsState || !engine.mentions(text, catalogue.dependents)) return []
  const cleanups = [...catalogue.routines.values()].map((facts) => facts.cleanup)
  // With no routine of a user between, it is a function of the server that nobody has looked at.
  const lasting = cleanups.includes('close') || !cleanups.includes('reset')
  return [{ reason: 'routine', rule: 'catalogue.reached', cleanup: lasting ? 'close' : 'reset' }]
}
