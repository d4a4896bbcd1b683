import type { ControlStatement } from '@muxpool/core/adapter'
import type { CommandClasses, CommandLike, Mysql2Command, Mysql2Connection } from './driver-members.ts'

/** What runs on each new connection before any session has it, in this order. */
export interface ConnectionHooks {
  readonly initQuery: readonly string[]
  /** Awaited; its rejection closes the connection. */
  readonly onConnect: ((connection: Mysql2Connection) => unknown) | null
  /** Emits the pool's `connection` event. */
  readonly announce: (connection: Mysql2Connection) => void
}

/** What the hooks ran on a new connection: it is part of the state in which every session finds it, and runs again after a reset. */
export class HookRecord {
  readonly #classes: CommandClasses
  readonly #statements: ControlStatement[] = []
  #unrepeatable: string | null = null
  #open = true

  constructor(classes: CommandClasses) {
    this.#classes = classes
  }

  /** The face of the connection that hooks are given: it runs commands while the connection opens, and not later. */
  faceOf(connection: Mysql2Connection): Mysql2Connection {
    return Object.create(connection, {
      addCommand: {
        configurable: true,
        writable: true,
        value: (command: CommandLike): unknown => {
          this.#record(command)
          return connection.addCommand(command)
        },
      },
    }) as Mysql2Connection
  }

  #record(command: CommandLike): void {
    if (!this.#open)
      throw new Error(
        'the connection belongs to the sessions now: run statements in the connection hook itself, or in onConnect, which is awaited',
      )
    const { Query, Execute, Prepare, Ping } = this.#classes
    const { sql, values } = command as Mysql2Command
    if (command instanceof Prepare || command instanceof Ping) return
    // The driver has put the values of a Query into its text.
    if (command instanceof Query && typeof sql === 'string') this.#statements.push({ text: sql })
    else if (command instanceof Execute && typeof sql === 'string')
      this.#statements.push({ text: sql, values: Array.isArray(values) ? values : [] })
    else this.#unrepeatable = `a ${command.constructor.name}`
  }

  add(text: string): void {
    this.#statements.push({ text })
  }

  close(): void {
    this.#open = false
  }

  /** What must run again after a reset. */
  get statements(): readonly ControlStatement[] {
    if (this.#unrepeatable !== null)
      throw new Error(`the connection hook ran ${this.#unrepeatable}, which can't be run again`)
    return this.#statements
  }
}
