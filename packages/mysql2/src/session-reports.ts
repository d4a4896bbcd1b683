import type { SessionReport } from './ok-packet.ts'

/** What the server reports without a name of its own, under names that no setting has. */
export const reported = {
  schema: '(schema)',
  /** User variables, temporary tables, SQL-prepared statements, or what a routine did. */
  state: '(session state)',
  /** SET TRANSACTION for the next one. */
  nextTransaction: '(next transaction)',
  tableLocks: '(table locks)',
} as const

/** What a statement's meaning is bound to when it is prepared. */
const meaning: ReadonlySet<string> = new Set([
  'sql_mode',
  'character_set_client',
  'character_set_connection',
  'collation_connection',
  'character_set_results',
])

/** What one connection's server has reported of the session's state since the connection was as new. */
export class SessionReports {
  readonly #tell: (name: string, value: string) => void
  readonly #pseudo = new Map<string, string>()
  readonly #names = new Set<string>()

  constructor(tell: (name: string, value: string) => void) {
    this.#tell = tell
  }

  static changesMeaning({ variables, schema }: SessionReport): boolean {
    return schema !== null || variables.some(([name]) => meaning.has(name))
  }

  /** Variables that may differ from those of a new connection. */
  get names(): readonly string[] {
    return [...this.#names]
  }

  take({ variables, schema, changed, characteristics, transaction }: SessionReport): void {
    for (const [name, value] of variables) {
      this.#names.add(name)
      this.#tell(name, value)
    }
    if (schema !== null) this.#tell(reported.schema, schema)
    if (changed) this.#once(reported.state, 'changed')
    // Inside of a transaction it is the transaction itself.
    if (characteristics !== null) this.#once(reported.nextTransaction, isOneShot(characteristics) ? 'set' : '')
    if (transaction !== null) this.#once(reported.tableLocks, transaction.endsWith('L') ? 'held' : '')
  }

  #once(name: string, value: string): void {
    if ((this.#pseudo.get(name) ?? '') === value) return
    this.#pseudo.set(name, value)
    this.#tell(name, value)
  }

  /** The connection is as new, and its reports are on. */
  clear(): void {
    this.#names.clear()
    for (const name of [...this.#pseudo.keys()]) this.#once(name, '')
    this.#pseudo.clear()
  }
}

/** `SET TRANSACTION …;` for the next transaction; `START TRANSACTION …;` or `XA START …;` is one that runs. */
function isOneShot(characteristics: string): boolean {
  return characteristics !== '' && !/(^|;\s*)(START|XA)\s/.test(characteristics)
}
