import type { EventEmitter } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'

/** An error as plain data. A code is there only where the error has one. */
export function seen(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  return {
    class: error.constructor.name,
    message: error.message,
    ...(error instanceof pg.DatabaseError ? { severity } : {}),
    ...(code === undefined ? {} : { code }),
  }
}

/** The text of an error alone, for errors that muxpool gives a code of its own. */
export function text(error: unknown): unknown {
  return error instanceof Error ? error.message : error
}

/** What pg's own text would be: muxpool's may go on behind a colon. */
export function head(observed: unknown): unknown {
  const message = text(observed)
  return typeof message === 'string' ? message.split(': ')[0] : message
}

/** What a promise came to. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error: seen(error) }),
  )
}

/** The text that a promise was rejected with, or null if it was fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => text(error),
  )
}

/** Runs a callback-taking function and resolves with the arguments of its callback. */
export function called(start: (callback: (...args: never[]) => void) => unknown): Promise<unknown[]> {
  return new Promise((resolve) => {
    start((...args: unknown[]) => resolve(args))
  })
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

/** Whether a promise has settled by now, after the turns of the loop that let ready work happen. */
export async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  const mark = (): void => {
    done = true
  }
  promise.then(mark, mark)
  for (let turns = 0; turns < 3; turns++) await turn()
  return done
}

/** Resolves once `condition` holds; the test's own time limit bounds it. */
export async function until(condition: () => unknown): Promise<void> {
  while (!(await condition())) await turn()
}
