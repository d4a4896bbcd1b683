import type { Subject } from './subjects.ts'

/** Writes down what the program saw. Names are in order; a name may come again. */
export type Observe = (name: string, value: unknown) => void

export interface World<S = Subject> {
  readonly subject: S
  /** The program's own empty database. */
  readonly connectionString: string
  readonly observe: Observe
}

/** An observation that differs on muxpool, and what it is there; `id` is one of muxpool's own list of deviations. */
export interface ExpectedDeviation {
  readonly id: string
  readonly observation: string
  readonly muxpool: unknown
}

/** A small program with one library, which must see the same on the driver's own classes and on muxpool's. */
export interface Program<S = Subject> {
  readonly name: string
  /** The most connections to the server that it may have at a time, of all its pools and clients together. */
  readonly connections: number
  readonly deviations?: readonly ExpectedDeviation[]
  run(world: World<S>): Promise<void>
}

export interface Observation {
  readonly name: string
  readonly value: unknown
}

const errorKeys = [
  ...['code', 'severity', 'constraint', 'schema', 'table', 'column', 'detail', 'hint', 'position'],
  ...['errno', 'sqlState', 'sqlMessage', 'fatal'],
] as const
const innerErrors = ['cause', 'original', 'driverError', 'nativeError'] as const

/** An error as the library's user sees it: its class, and whatever of the server's error it carries. */
function plainError(error: Error): Record<string, unknown> {
  const from = error as unknown as Record<string, unknown>
  const seen: Record<string, unknown> = { class: error.constructor.name, name: error.name, message: error.message }
  for (const key of errorKeys) if (from[key] !== undefined) seen[key] = plain(from[key])
  for (const key of innerErrors) {
    const inner = from[key]
    if (inner === undefined || inner === error) continue
    seen[key] = inner instanceof Error ? plainError(inner) : plain(inner)
  }
  return seen
}

/** The value as JSON, with the types that JSON loses written out. */
export function plain(value: unknown): unknown {
  if (value === undefined) return '(undefined)'
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' || typeof value === 'symbol') return `(${typeof value})`
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return `Date ${value.toISOString()}`
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (value instanceof Error) return plainError(value)
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

/** The error that `work` fails with; it must fail. */
export async function failure(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('expected a failure')
}

/** Runs `work` `count` times at once and gives the results in order. */
export function atOnce<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)))
}

/** Of the server processes that transactions saw at their beginning and at their end: what must hold of them. */
export function backends(seen: readonly { before: unknown; after: unknown }[], limit: number): Record<string, boolean> {
  return {
    'the same throughout': seen.every(({ before, after }) => before === after),
    'no more than the pool may have': new Set(seen.map(({ after }) => after)).size <= limit,
  }
}

/** Waits for what the program itself makes happen. */
export function gate(): { open(): void; readonly passed: Promise<void> } {
  let open: () => void = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), passed }
}
