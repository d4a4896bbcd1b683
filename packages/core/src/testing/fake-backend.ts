import type { TxStatus } from '../vocab.ts'

/** An error as a server sends it. */
export class FakeServerError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type FakeRows = readonly (readonly unknown[])[]
export type FakeReply = { readonly rows: FakeRows; readonly error: FakeServerError | null }

/** What all connections of one server see. */
export class FakeDatabase {
  readonly tables: Map<string, string[]> = new Map()
  readonly sequences: Map<string, number> = new Map()
  readonly locks: Map<string, FakeBackend> = new Map()
}

interface Undo {
  readonly settings: Map<string, string>
  readonly temporary: Set<string>
}

type Handler = (backend: FakeBackend, name: string, value: string) => FakeRows

/** The statements that it knows. Each does what PostgreSQL does with it, and nothing more. */
const handlers: readonly (readonly [RegExp, Handler])[] = [
  [/^begin$/, (backend) => backend.begin()],
  [/^commit$/, (backend) => backend.finish(backend.tx === 'open')],
  [/^rollback$/, (backend) => backend.finish(false)],
  [/^select 1\/0$/, () => raise('22012', 'division by zero')],
  [/^select (\d+)$/, (_backend, value) => [[value]]],
  [/^insert into (\w+) values \('(\w*)'\)$/, (backend, table, value) => backend.insert(table, value)],
  [/^select \* from (\w+)$/, (backend, table) => backend.read(table)],
  [/^set ([\w.]+) = '(\w*)'$/, (backend, name, value) => none(backend.settings.set(name, value))],
  [/^show ([\w.]+)$/, (backend, name) => [[backend.settings.get(name) ?? '']]],
  [/^reset all$/, (backend) => none(backend.settings.clear())],
  [/^create temp table (\w+) \(\)$/, (backend, name) => none(backend.temporary.add(name))],
  [/^select pg_advisory_lock\((\d+)\)$/, (backend, key) => backend.lock(key)],
  [/^select pg_advisory_unlock\((\d+)\)$/, (backend, key) => [[backend.unlock(key)]]],
  [/^select nextval\('(\w+)'\)$/, (backend, name) => [[backend.advance(name)]]],
  [
    /^select currval\('(\w+)'\)$/,
    (backend, name) => [[backend.advanced.get(name) ?? raise('55000', `currval of ${name} is not yet defined`)]],
  ],
  [/^discard all$/, (backend) => backend.discardAll()],
  [/^discard sequences$/, (backend) => none(backend.advanced.clear())],
  [/^deallocate all$/, () => []],
  [/^limits$/, () => [['100']]],
  [/^routines$/, () => []],
  // Whatever else the pool asks of a catalogue that holds nothing.
  [/pg_catalog/, () => []],
  [/^stamp$/, () => [['0']]],
]

const none = (_done: unknown): FakeRows => []

function raise(code: string, message: string): never {
  throw new FakeServerError(code, message)
}

/** One server process: transaction, settings, temporary tables, locks and sequences as a real one has them. */
export class FakeBackend {
  readonly #database: FakeDatabase
  tx: TxStatus = 'none'
  settings: Map<string, string> = new Map()
  temporary: Set<string> = new Set()
  readonly advanced: Map<string, number> = new Map()
  readonly #inserted: (readonly [string, string])[] = []
  #undo: Undo | null = null
  /** A cancel has arrived; it hits whatever runs next. */
  interrupted = false

  constructor(database: FakeDatabase) {
    this.#database = database
  }

  /** The keys of the advisory locks that it holds. */
  get locks(): readonly string[] {
    return [...this.#database.locks].filter(([, holder]) => holder === this).map(([key]) => key)
  }

  /** @param text null: a sign of life; a cancel that lands on it is lost. */
  execute(text: string | null): FakeReply {
    const interrupted = this.interrupted
    this.interrupted = false
    if (text === null) return { rows: [], error: null }
    try {
      if (interrupted) raise('57014', 'canceling statement due to user request')
      const wanted = text.trim().toLowerCase()
      if (this.tx === 'failed' && wanted !== 'rollback' && wanted !== 'commit')
        raise('25P02', 'current transaction is aborted')
      for (const [pattern, handle] of handlers) {
        const match = pattern.exec(wanted)
        if (match !== null) return { rows: handle(this, match[1] ?? '', match[2] ?? ''), error: null }
      }
      return raise('42601', `syntax error at "${text}"`)
    } catch (error) {
      if (this.tx === 'open') this.tx = 'failed'
      return { rows: [], error: error as FakeServerError }
    }
  }

  begin(): FakeRows {
    if (this.tx === 'none') this.#undo = { settings: new Map(this.settings), temporary: new Set(this.temporary) }
    this.tx = 'open'
    return []
  }

  finish(keep: boolean): FakeRows {
    if (keep)
      for (const [table, value] of this.#inserted)
        this.#database.tables.set(table, [...(this.#database.tables.get(table) ?? []), value])
    else if (this.#undo !== null) Object.assign(this, this.#undo)
    this.#inserted.length = 0
    this.#undo = null
    this.tx = 'none'
    return []
  }

  /** Each row has a number from a sequence, as by a column default: no text shows that it moves. */
  insert(table: string, value: string): FakeRows {
    this.advance(`${table}_id`)
    this.#inserted.push([table, value])
    return this.tx === 'none' ? this.finish(true) : []
  }

  read(table: string): FakeRows {
    if (this.temporary.has(table)) return []
    if (table.startsWith('temp_')) raise('42P01', `relation "${table}" does not exist`)
    const own = this.#inserted.filter(([name]) => name === table).map(([, value]) => value)
    return [...(this.#database.tables.get(table) ?? []), ...own].map((value) => [value])
  }

  lock(key: string): FakeRows {
    const holder = this.#database.locks.get(key)
    if (holder !== undefined && holder !== this) raise('55P03', 'could not obtain lock')
    this.#database.locks.set(key, this)
    return [['']]
  }

  unlock(key: string): boolean {
    return this.#database.locks.get(key) === this && this.#database.locks.delete(key)
  }

  advance(name: string): number {
    const next = (this.#database.sequences.get(name) ?? 0) + 1
    this.#database.sequences.set(name, next)
    this.advanced.set(name, next)
    return next
  }

  discardAll(): FakeRows {
    if (this.tx !== 'none') raise('25001', 'DISCARD ALL cannot run inside a transaction block')
    this.settings.clear()
    this.temporary.clear()
    this.advanced.clear()
    for (const key of this.locks) this.#database.locks.delete(key)
    return []
  }

  /** The connection is gone: the server rolls back, and everything that lived in the process ends. */
  exit(): void {
    this.finish(false)
    this.discardAll()
  }
}
