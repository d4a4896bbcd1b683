import { AsyncLocalStorage } from 'node:async_hooks'

export interface Sighting {
  readonly way: string
  readonly request: number
  /** Which request's context was found; null: none's. */
  readonly found: number | null
}

/** Runs requests that each have a context of their own, and notes whose context is found where. */
export class Watch {
  readonly #storage = new AsyncLocalStorage<number>()
  readonly sightings: Sighting[] = []

  request<R>(request: number, work: () => R): R {
    return this.#storage.run(request, work)
  }

  see(way: string, request: number): void {
    this.sightings.push({ way, request, found: this.#storage.getStore() ?? null })
  }

  /** Those in which a context of nobody or of another was found, by way. */
  strange(): Map<string, Sighting[]> {
    const byWay = new Map<string, Sighting[]>()
    for (const sighting of this.sightings) {
      if (sighting.found === sighting.request) continue
      byWay.set(sighting.way, [...(byWay.get(sighting.way) ?? []), sighting])
    }
    return byWay
  }
}
