import { EventEmitter } from 'node:events'
import type { PgModule, PgTypeOverrides } from '../driver-members.ts'
import { driverModule } from '../driver-module.ts'
import type { TargetView } from './target.ts'

/** What these members need of the pool. */
export interface MemberParts {
  readonly pg: PgModule
  readonly target: TargetView
  readonly poolTypes: unknown
}

/** The members of pg's client that have nothing to do with a connection: where it goes, type parsers, escaping. */
export class SessionMembers extends EventEmitter {
  readonly #parts: MemberParts
  #types: PgTypeOverrides | null = null

  constructor(parts: MemberParts) {
    super()
    // As before the first listener on any emitter that skipped its constructor: most sessions never have one.
    ;(this as unknown as { _events: undefined })._events = undefined
    this.#parts = parts
  }

  get host(): string {
    return this.#parts.target.host
  }
  get port(): number {
    return this.#parts.target.port
  }
  get user(): string {
    return this.#parts.target.user
  }
  get database(): string {
    return this.#parts.target.database
  }
  get ssl(): unknown {
    return this.#parts.target.ssl
  }
  get pipeline(): boolean {
    return false
  }
  ref(): void {}
  unref(): void {}

  // Without `this`: programs take these two off the client.
  escapeIdentifier(text: string): string {
    return driverModule.escapeIdentifier(text)
  }

  escapeLiteral(text: string): string {
    return driverModule.escapeLiteral(text)
  }

  /** The session's own parsers; undefined: the connection's. */
  get types(): unknown {
    return this.#types ?? undefined
  }

  #ownTypes(): PgTypeOverrides {
    this.#types ??= new this.#parts.pg.TypeOverrides(this.#parts.poolTypes)
    return this.#types
  }

  setTypeParser(oid: number, format: unknown, parser?: unknown): void {
    this.#ownTypes().setTypeParser(oid, format, parser)
  }

  getTypeParser(oid: number, format?: unknown): unknown {
    return this.#ownTypes().getTypeParser(oid, format)
  }
}
