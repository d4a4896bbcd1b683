import { setTimeout as sleep } from 'node:timers/promises'
import type { Piece, ProxiedConnection } from '@muxpool/test-servers'
import type { Chance } from '../../differential/chance.ts'
import type { OnEntry, PlaceWatch, WirePlace } from './places.ts'

/** terminate: by an administrator's statement. reset: RST to both sides. end: FIN to the client, as a server that goes away. */
export type Manner = 'terminate' | 'reset' | 'end'

export interface Aim {
  readonly place: WirePlace
  readonly manner: Manner
}

/** How often each place is aimed at, of 100. A failed attempt to open is followed by a pause, so these are few. */
const places: readonly { readonly place: WirePlace; readonly weight: number }[] = [
  { place: 'idle', weight: 13 },
  { place: 'leased and idle', weight: 13 },
  { place: 'statement', weight: 14 },
  { place: 'transaction', weight: 14 },
  { place: 'commit', weight: 8 },
  { place: 'reply', weight: 10 },
  { place: 'init', weight: 4 },
  { place: 'reset', weight: 12 },
  { place: 'closing', weight: 12 },
]

/** Places that are over in less time than a request of the killer takes: what enters them is held up so long. */
const brief: ReadonlySet<WirePlace> = new Set(['init', 'reset', 'commit', 'closing'])
const heldUpMillis = 25

export function nextAim(chance: Chance): Aim {
  const { place } = chance.weighted(places)
  // A reply is lost only by a cut: the server's own end would come behind it.
  return { place, manner: place === 'reply' ? 'reset' : chance.pick<Manner>(['terminate', 'reset', 'end']) }
}

export interface KillerParts {
  readonly watch: (entered: OnEntry) => PlaceWatch
  /** Has the server end a connection; false: it does not know it any more, or not yet. */
  readonly terminate: (connection: ProxiedConnection) => Promise<boolean>
}

/** Kills one connection at a time, in the place that is asked for. */
export class Killer {
  readonly #terminate: KillerParts['terminate']
  readonly #chance: Chance
  readonly #watch: PlaceWatch
  #aim: (Aim & { readonly hit: () => void }) | null = null
  /** Struck connections; nobody is killed twice. */
  readonly #struck = new WeakSet<ProxiedConnection>()

  constructor({ watch, terminate }: KillerParts, chance: Chance) {
    this.#terminate = terminate
    this.#chance = chance
    this.#watch = watch((connection, place, data) => this.#entered(connection, place, data))
  }

  /** False: no connection came to that place in time. */
  async kill(aim: Aim, millis: number): Promise<boolean> {
    const hit = new Promise<boolean>((resolve) => {
      this.#aim = { ...aim, hit: () => resolve(true) }
    })
    const given = new AbortController()
    const late = sleep(millis, false, { signal: given.signal }).catch(() => false)
    const struck = await Promise.race([hit, late])
    given.abort()
    this.#aim = null
    return struck
  }

  #entered(connection: ProxiedConnection, place: WirePlace, data: Buffer): readonly Piece[] | null {
    const aim = this.#aim
    if (aim === null || aim.place !== place || this.#struck.has(connection)) return null
    if (place === 'reply') {
      this.#strike(connection, aim)
      return []
    }
    if (aim.manner === 'terminate' && brief.has(place)) {
      this.#strike(connection, aim)
      return [{ data, delayMillis: heldUpMillis }]
    }
    if (brief.has(place) || this.#chance.percent(20)) {
      // Half of them never reach the server.
      this.#strike(connection, aim)
      return this.#chance.percent(50) ? [] : null
    }
    setTimeout(() => {
      if (this.#aim === aim && this.#watch.placeOf(connection) === place) this.#strike(connection, aim)
    }, this.#chance.below(4))
    return null
  }

  #strike(connection: ProxiedConnection, aim: Aim & { readonly hit: () => void }): void {
    this.#aim = null
    this.#struck.add(connection)
    if (aim.manner === 'terminate') {
      void this.#terminate(connection).then((done) => {
        if (done) aim.hit()
        else this.#aim ??= aim
      })
      return
    }
    // Behind what is being passed on now.
    setImmediate(() => {
      if (aim.manner === 'reset') connection.kill()
      else connection.endClient()
      aim.hit()
    })
  }
}
