import type { Mysql2Connection, PreparedStatement, StatementCache, StatementOptions } from './driver-members.ts'
import { sendCloseStatement } from './raw-packet.ts'
import type { SessionStatements } from './session-statements.ts'

interface Kept {
  readonly statement: PreparedStatement
  /** The session that alone may use it; null: it was prepared in the state that all sessions share. */
  owner: SessionStatements | null
}

/** The server counts prepared statements of all its connections together (`max_prepared_stmt_count`, 16382). */
const mostKept = 256

/**
 * What one connection has prepared, in the order of use, in the place where the driver looks for it. A statement is bound
 * to the schema, sql_mode and character sets of its Prepare: once a session may have changed those, it sees its own only.
 */
export class KeptStatements implements StatementCache {
  readonly #connection: Mysql2Connection
  readonly #kept = new Map<string, Kept>()
  #owner: SessionStatements | null = null

  constructor(connection: Mysql2Connection) {
    this.#connection = connection
  }

  get owner(): SessionStatements | null {
    return this.#owner
  }

  get(key: string): PreparedStatement | undefined {
    const kept = this.#kept.get(key)
    if (kept === undefined || !this.#visible(key, kept)) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept.statement
  }

  #visible(key: string, kept: Kept): boolean {
    return kept.owner === this.#owner && (kept.owner === null || kept.owner.has(key))
  }

  /** The driver has prepared a statement: nothing is under way, so that others can be closed at once. */
  set(key: string, statement: PreparedStatement): void {
    this.#drop(key)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < mostKept) break
      this.#drop(oldest)
    }
    this.#kept.set(key, { statement, owner: this.#owner })
  }

  delete(key: string): boolean {
    return this.#kept.delete(key)
  }

  /** The server has dropped them all. */
  clear(): void {
    this.#kept.clear()
    this.#owner = null
  }

  /** Closes all but those of the owner. False: there are none. */
  makeRoom(): boolean {
    const others = [...this.#kept].filter(([, { owner }]) => owner === null || owner !== this.#owner)
    for (const [key] of others) this.#drop(key)
    return others.length > 0
  }

  /**
   * From now on the connection's statements are those of one session. The state of the connection is still the one in
   * which they were prepared.
   * @returns what the session has prepared, and the connection has not.
   */
  claim(session: SessionStatements, forget: boolean): readonly StatementOptions[] {
    if (this.#owner !== session) {
      const wasShared = this.#owner === null
      this.#owner = session
      for (const [key, kept] of this.#kept) if (wasShared && session.has(key)) kept.owner = session
    }
    if (forget) this.makeRoom()
    return session.all.filter(([key]) => this.#kept.get(key)?.owner !== session).map(([, options]) => options)
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key)
    if (kept === undefined) return
    this.#kept.delete(key)
    sendCloseStatement(this.#connection, kept.statement.id)
  }
}
