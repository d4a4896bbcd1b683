import type { Mysql2Command, StatementOptions } from './driver-members.ts'

/**
 * What one session has prepared, by the driver's keys, as a private connection would remember it. A statement means
 * what it meant when it was prepared: its tables are those of the schema of that time.
 */
export class SessionStatements {
  // Made for the first statement: most sessions never prepare one, and an idle session must cost next to nothing.
  #options: Map<string, StatementOptions> | null = null
  readonly #most: number

  /** @param most as the driver's `maxPreparedStatements`. */
  constructor(most: number) {
    this.#most = most
  }

  has(key: string): boolean {
    return this.#options?.has(key) ?? false
  }

  remember(key: string, { sql, nestTables, rowsAsArray }: StatementOptions): void {
    this.#options ??= new Map()
    this.#options.delete(key)
    this.#options.set(key, { sql, nestTables, rowsAsArray })
    if (this.#options.size <= this.#most) return
    for (const oldest of this.#options.keys()) {
      this.#options.delete(oldest)
      break
    }
  }

  /** As `unprepare`: the next use prepares anew. */
  forget(key: string): void {
    this.#options?.delete(key)
  }

  forgetAll(): void {
    this.#options = null
  }

  get all(): readonly (readonly [key: string, options: StatementOptions])[] {
    return [...(this.#options ?? [])]
  }
}

/** From now on the session knows what the command prepares, once that is prepared. */
export function remembers(
  statements: SessionStatements,
  prepare: Mysql2Command,
  keyOf: (options: StatementOptions) => string,
): void {
  const { onResult, options } = prepare
  prepare.onResult = (error, statement) => {
    if (!error && options !== undefined) statements.remember(keyOf(options), options)
    onResult?.call(prepare, error, statement)
  }
}
