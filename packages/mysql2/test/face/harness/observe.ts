import type { EventEmitter } from 'node:events'
import type { FaceConnection } from './driver-face.ts'

/** An error as plain data, with what mysql2 says of it. What an error does not have is not there. */
export function seen(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, errno, sqlState, sqlMessage, sql, fatal } = error as unknown as Record<string, unknown>
  const found = { code, errno, sqlState, sqlMessage, sql, fatal }
  return {
    class: error.constructor.name,
    message: error.message,
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
  }
}

/** The text of an error alone, for errors that muxpool gives a code of its own. */
export function text(error: unknown): unknown {
  return error instanceof Error ? error.message : error
}

/** What mysql2's own text would be: muxpool's may go on behind a colon. */
export function head(observed: unknown): unknown {
  const message = text(observed)
  return typeof message === 'string' ? message.split(': ')[0] : message
}

/** Runs a callback-taking function and resolves with the arguments of its callback. */
export function called(start: (callback: (...args: unknown[]) => void) => unknown): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    try {
      start((...args: unknown[]) => resolve(args))
    } catch (error) {
      reject(error)
    }
  })
}

interface Asked {
  query(...args: unknown[]): unknown
  execute(...args: unknown[]): unknown
}

/** The answer to `query` or `execute` with a callback. */
export async function ask(target: Asked, method: 'query' | 'execute', ...args: unknown[]): Promise<unknown> {
  const [error, rows] = await called((callback) => target[method](...args, callback))
  return error ? { error: seen(error) } : plain(rows)
}

interface Lends {
  getConnection(callback: (error: Error | null, connection: FaceConnection) => void): unknown
}

/** `getConnection` as a promise. */
export function checkout(from: Lends): Promise<FaceConnection> {
  return new Promise((resolve, reject) => {
    from.getConnection((error, connection) => (error ? reject(error) : resolve(connection)))
  })
}

/** What a server's answer says apart from what the state of its connection is. */
export function plain(rows: unknown): unknown {
  if (Array.isArray(rows)) return rows.map(plain)
  if (rows === null || typeof rows !== 'object' || !('affectedRows' in rows)) return rows
  const { fieldCount, affectedRows, insertId, info, warningStatus, changedRows } = rows as Record<string, unknown>
  return { fieldCount, affectedRows, insertId, info, warningStatus, changedRows }
}

/** Names and types of the columns of a result, or of several. */
export function columns(fields: unknown): unknown {
  if (!Array.isArray(fields)) return fields
  return fields.map((field) =>
    Array.isArray(field) || !field ? columns(field) : { name: field.name, type: field.columnType, table: field.table },
  )
}

/** What a promise came to. */
export function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error: seen(error) }),
  )
}

/** What a function threw. */
export function thrown(act: () => unknown): unknown {
  try {
    act()
    return 'nothing thrown'
  } catch (error) {
    return seen(error)
  }
}

/** Resolves with the arguments of the next emission, whatever the event, 'error' included. */
export function next(emitter: EventEmitter, event: string): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(event, (...args: unknown[]) => resolve(args)))
}

/** Writes the names of the given events into a list as they are emitted. */
export function record(emitter: EventEmitter, events: readonly string[], into: string[], prefix = ''): string[] {
  for (const event of events) emitter.on(event, () => into.push(prefix + event))
  return into
}
