import type { StatementCallback } from '../statement.ts'

/**
 * The answer as a promise. The stack of an error that came from a socket names nobody: as pg does, it is taken anew
 * where the caller waits. Unlike pg's way, which is a second promise, this costs an answer nothing.
 */
export function promised(
  PromiseClass: PromiseConstructor,
  run: (callback: StatementCallback) => void,
): Promise<unknown> {
  if (PromiseClass !== Promise)
    return new PromiseClass<unknown>((resolve, reject) => {
      run((error, result) => (error ? reject(error) : resolve(result)))
    }).catch(retrace)
  return new Promise((resolve) => run((error, result) => resolve(error ? refused(error) : result)))
}

/** Only when whoever waits hangs on the promise already, the functions that wait can be seen in a stack. */
function refused(error: Error): Promise<never> {
  return new Promise<never>((_, reject) => queueMicrotask(() => reject(error))).catch(retrace)
}

export function retrace(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, retrace)
  throw error
}
