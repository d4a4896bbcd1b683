import { createRequire } from 'node:module'

/** muxpool is the built package, as a user gets it; never its source. */
export function mustBeBuilt(name: string): void {
  const file = createRequire(import.meta.url).resolve(name)
  if (!/[/\\]dist[/\\]/.test(file)) throw new Error(`${name} does not resolve to its build`)
}
