import type { Clock } from './clock.ts'

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  random: () => Math.random(),
  setTimer(fire, millis, hold) {
    const handle = setTimeout(fire, Math.max(0, millis))
    if (!hold) handle.unref()
    return {
      cancel: () => clearTimeout(handle),
      hold: (yes) => void (yes ? handle.ref() : handle.unref()),
    }
  },
  // Twice: overdue timers run before the poll phase, so the first turn may still be in front of it.
  afterPendingIo: (run) => void setImmediate(() => setImmediate(run)),
}
