import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultProxy, Piece, ProxiedConnection } from '@muxpool/test-servers'
import type pg from 'pg'
import type { Chance } from '../../differential/chance.ts'
import { type WirePlace, WireWatch } from './wire-watch.ts'

/** terminate: pg_terminate_backend. reset: RST to both sides. end: FIN to the client, as a server that goes away. */
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

/** Kills one connection at a time, in the place that is asked for. */
export class Killer {
  readonly #admin: pg.Client
  readonly #chance: Chance
  readonly #watch: WireWatch
  #aim: (Aim & { readonly hit: () => void }) | null = null
  /** Struck connections; nobody is killed twice. */
  readonly #struck = new WeakSet<ProxiedConnection>()

  constructor(proxy: FaultProxy, admin: pg.Client, chance: Chance) {
    this.#admin = admin
    this.#chance = chance
    this.#watch = new WireWatch(proxy, (connection, place, data) => this.#entered(connection, place, data))
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
      void this.#admin
        .query('select pg_terminate_backend(pid) from pg_stat_activity where client_port = $1', [
          connection.serverSidePort,
        ])
        .then(({ rowCount }) => {
          if (rowCount === 1) aim.hit()
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
