import type { PreparedStatement, StatementCache } from '../driver-members.ts'
import type { SessionStatements } from '../session-statements.ts'

/** Where the driver's `unprepare` looks for a statement: what is closed is the session's memory of it. */
export class SessionCache implements StatementCache {
  readonly #statements: SessionStatements

  constructor(statements: SessionStatements) {
    this.#statements = statements
  }

  get(key: string): (PreparedStatement & { readonly query: string; close(): void }) | undefined {
    const options = this.#statements.all.find(([known]) => known === key)?.[1]
    return options === undefined ? undefined : { id: 0, query: options.sql, close: () => {} }
  }
  delete(key: string): boolean {
    const known = this.#statements.has(key)
    this.#statements.forget(key)
    return known
  }
  // Only connections prepare.
  set(): void {}
  clear(): void {
    this.#statements.forgetAll()
  }
}
