import type {} from 'vitest'
import type { ServerKey } from './server-key.ts'

/** A server that all tests of a run share, or why there is none. */
export type SharedServer =
  | { readonly url: string; readonly missing: null }
  | { readonly url: null; readonly missing: string }

/** Under which name the tests are told of a server. */
export type SharedName = `server of ${ServerKey}`

declare module 'vitest' {
  export interface ProvidedContext extends Readonly<Record<SharedName, SharedServer>> {}
}
