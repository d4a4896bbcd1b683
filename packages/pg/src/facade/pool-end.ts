import { MuxError, type MuxPool, type Straggler } from '@muxpool/core/adapter'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'

/** The end of a pool, and what is refused from then on. */
export class PoolEnd {
  readonly #core: MuxPool<PgWire, PgTicket>
  readonly #pool: object
  #state: 'open' | 'ending' | 'ended' = 'open'

  /** @param pool gets pg-pool's own marks `ending` and `ended`. */
  constructor(core: MuxPool<PgWire, PgTicket>, pool: object) {
    this.#core = core
    this.#pool = pool
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  /** Resolves when every socket is closed. Null: it was called before. */
  begin(): Promise<void> | null {
    if (this.#state !== 'open') return null
    this.#state = 'ending'
    Object.assign(this.#pool, { ending: true })
    return this.#core.end().then((stragglers) => {
      this.#state = 'ended'
      Object.assign(this.#pool, { ended: true })
      nameStragglers(stragglers)
    })
  }
}

export const endedTwice = (): Error => new Error('Called end on pool more than once')

export const ended = (): MuxError =>
  new MuxError('MUX_POOL_ENDED', 'Cannot use a pool after calling end on the pool', { phase: 'queue' })

function nameStragglers(stragglers: readonly Straggler[]): void {
  for (const { origin, holds } of stragglers)
    process.emitWarning(
      `end() cut off a session that still held its connection (${holds})${origin === null ? '' : `, from ${origin}`}`,
      { type: 'MuxpoolWarning', code: 'MUX_POOL_ENDED' },
    )
}
