/** Time is handed in: no other folder reads a clock or sets a timer, so that tests can move time themselves. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number
  /** Milliseconds since the epoch; for people, never for decisions. */
  wallTime(): number
  /** A number in [0, 1). */
  random(): number
  /** @param hold whether the timer keeps the process alive: only where a caller waits for it. */
  setTimer(fire: () => void, millis: number, hold: boolean): Timer
  /** After the input and output that is ready now was handled. */
  afterPendingIo(run: () => void): void
}

export interface Timer {
  cancel(): void
  /** Whether it keeps the process alive from now on. */
  hold(yes: boolean): void
}

/** Limits of every wait of an operation. */
export interface OpContext {
  /** Monotonic time at which the operation must have given up. */
  readonly deadline: number
}
