import type { Dependents, RoutineFacts } from '../adapter/engine.ts'

/** What the server's catalogue says about routines. */
export interface Catalogue {
  readonly routines: ReadonlyMap<string, RoutineFacts>
  readonly dependents: Dependents
  /** Whether any of the routines keeps state. */
  readonly keepsState: boolean
}

/** Which knowledge of the catalogue a reading will replace. */
export type Reading = number
