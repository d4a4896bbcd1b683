/** The library has no types of its own; those beside it are of another mysql2. */
declare module 'express-mysql-session' {
  import type session from 'express-session'

  export type Store = session.Store & {
    onReady(): Promise<void>
    /** Alone among its methods it takes no callback. */
    clearExpiredSessions(): Promise<unknown>
    close(done: (error?: unknown) => void): void
  }

  export default function sessionStore(from: object): new (options: object, connection: object) => Store
}
