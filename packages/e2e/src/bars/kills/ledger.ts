export type Fate = 'not-sent' | 'refused-by-server' | 'in-doubt'
const fates: readonly string[] = ['not-sent', 'refused-by-server', 'in-doubt'] satisfies Fate[]

/** What a caller was told about rows that live or die together. `aborted`: it never said COMMIT. */
export interface Entry {
  readonly ids: readonly number[]
  told: 'applied' | 'aborted' | Fate | 'nothing yet'
  readonly what: string
}

export const createLedger = 'create table ledger (id int not null)'

/** What the callers were told, held against what the server committed. */
export class Ledger {
  readonly entries: Entry[] = []
  readonly faults: string[] = []
  readonly errors: { [fate in Fate]: number } = { 'not-sent': 0, 'refused-by-server': 0, 'in-doubt': 0 }
  #lastId = 0

  open(what: string, rows: number): Entry {
    const ids = Array.from({ length: rows }, () => ++this.#lastId)
    const entry: Entry = { ids, told: 'nothing yet', what }
    this.entries.push(entry)
    return entry
  }

  /** The fate that an error tells; one that tells none is a fault. */
  fateOf(error: unknown, what: string): Fate {
    const fate = (error as { fate?: unknown } | null)?.fate
    if (typeof fate === 'string' && fates.includes(fate)) {
      this.errors[fate as Fate] += 1
      return fate as Fate
    }
    this.faults.push(`${what}: an error without a fate: ${error instanceof Error ? error.stack : String(error)}`)
    return 'in-doubt'
  }

  /** @param times how often each row is there. */
  check(times: ReadonlyMap<number, number>): { readonly lostReplies: number } {
    let lostReplies = 0
    for (const { ids, told, what } of this.entries) {
      const found = ids.map((id) => times.get(id) ?? 0)
      const applied = found[0] ?? 0
      const fault = (wrong: string): void => {
        this.faults.push(`${what}, told ${told}: rows ${ids.join(', ')} are there ${found.join(', ')} times: ${wrong}`)
      }
      if (found.some((count) => count > 1)) fault('applied twice')
      if (found.some((count) => count !== applied)) fault('torn apart')
      if (told === 'nothing yet') fault('its caller hangs')
      else if (told === 'applied' && applied === 0) fault('lost')
      else if (told === 'in-doubt') lostReplies += applied
      else if (told !== 'applied' && applied > 0) fault('it was committed')
    }
    return { lostReplies }
  }
}
