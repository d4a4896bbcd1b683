import { seen } from './observe.ts'
import type { World } from './world.ts'

/** Collects exceptions that nobody catches, until the case is over, instead of failing the test run. */
export function uncaught(w: World): unknown[] {
  const collected: unknown[] = []
  const before = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => collected.push(seen(error)))
  w.afterwards(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of before) process.on('uncaughtException', listener)
  })
  return collected
}

/** What a case writes to the console, which is silent until the case is over. */
export function silenced(w: World, method: 'log' | 'warn' | 'error'): string[] {
  const lines: string[] = []
  const before = console[method]
  console[method] = (...args: unknown[]) => void lines.push(args.map(String).join(' '))
  w.afterwards(() => {
    console[method] = before
  })
  return lines
}
