import type { ControlRows, ControlStatement } from '@muxpool/core/adapter'
import type { PgConnection, PgMessage, PgSubmittable } from './driver-members.ts'

/** One statement of the pool itself, or none: then only a Sync travels, as a sign of life. */
export class ControlQuery implements PgSubmittable {
  readonly #statement: ControlStatement | null
  readonly rows: (readonly unknown[])[] = []
  error: Error | null = null
  written = false
  callback: undefined
  /** Told of each tag: the connection must know what was dropped. */
  completed: ((tag: string | undefined) => void) | null = null

  constructor(statement: ControlStatement | null) {
    this.#statement = statement
  }

  submit(connection: PgConnection): null {
    this.written = true
    if (this.#statement === null) connection.sync()
    else if (this.#statement.values === undefined) connection.query(this.#statement.text)
    else {
      connection.parse({ text: this.#statement.text })
      connection.bind({ values: this.#statement.values })
      connection.describe({ type: 'P', name: '' })
      connection.execute({})
      connection.sync()
    }
    return null
  }

  get answer(): ControlRows {
    return this.rows
  }

  handleRowDescription(): void {}
  handleDataRow(message: PgMessage): void {
    this.rows.push(message.fields ?? [])
  }
  handleCommandComplete(message: PgMessage): void {
    this.completed?.(message.text)
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(error: Error): void {
    this.error ??= error
  }
  handleReadyForQuery(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}

/** Drops prepared statements by name; allowed in a failed transaction too. */
export class CloseQuery extends ControlQuery {
  readonly names: readonly string[]

  constructor(names: readonly string[]) {
    super(null)
    this.names = names
  }

  override submit(connection: PgConnection): null {
    this.written = true
    for (const name of this.names) {
      connection.close({ type: 'S', name })
      delete connection.parsedStatements[name]
    }
    connection.sync()
    return null
  }
}

/** Prepares a text under a name; an error means only that the text can't be prepared now. */
export class PrepareQuery extends ControlQuery {
  readonly name: string
  readonly text: string

  constructor(name: string, text: string) {
    super(null)
    this.name = name
    this.text = text
  }

  override submit(connection: PgConnection): null {
    this.written = true
    connection.parse({ name: this.name, text: this.text })
    connection.sync()
    return null
  }
}
