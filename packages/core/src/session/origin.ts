/** Where a transaction, a pin or a borrow began: made into text only when it is told. */
export interface Origin {
  readonly stack?: string
}

/** The caller's frames are those above this function. */
export type Below = (...args: never[]) => unknown

export function originAbove(below: Below): Origin {
  const origin: { stack?: string } = {}
  Error.captureStackTrace(origin, below)
  return origin
}

export function tellOrigin(origin: Origin | null): string | null {
  const lines = origin?.stack?.split('\n').slice(1, 4)
  return lines?.map((line) => line.trim()).join(' < ') ?? null
}
