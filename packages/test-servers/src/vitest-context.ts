import type {} from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the PostgreSQL 18 that all tests of a run share. */
    postgres18: string
    /** The same for PostgreSQL 15; null where it can't be had. */
    postgres15: string | null
    /** Why postgres15 is null, else null. */
    postgres15Missing: string | null
  }
}
