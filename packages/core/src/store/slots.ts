import { createPool, type Pool } from 'generic-pool'

/** A place for one connection, taken before it is dialled and given back after its socket is gone. */
export class Slot {
  static #made = 0
  readonly id: number

  constructor() {
    Slot.#made += 1
    this.id = Slot.#made
  }
}

/**
 * The hard bound. generic-pool counts slots, not connections: making a slot can't fail, spin or hang, so connections
 * that are opening or closing count by themselves. Order, choice, waiting, expiry and time are muxpool's own; of
 * generic-pool's features its evictor, timeouts, validation, clear() and use() are never used.
 */
export class Slots {
  readonly #pool: Pool<Slot>
  readonly ceiling: number

  constructor(ceiling: number) {
    this.ceiling = ceiling
    this.#pool = createPool<Slot>(
      { create: async () => new Slot(), destroy: async () => {} },
      { max: ceiling, min: 0, autostart: false, evictionRunIntervalMillis: 0, testOnBorrow: false },
    )
  }

  /** Slots that are taken. */
  #taken = 0
  get taken(): number {
    return this.#taken
  }

  /** Null when every slot is taken: callers wait in muxpool's queue, never in generic-pool's. */
  take(): Promise<Slot> | null {
    if (this.#taken >= this.ceiling) return null
    this.#taken += 1
    return this.#pool.acquire() as Promise<Slot>
  }

  async giveBack(slot: Slot): Promise<void> {
    await this.#pool.destroy(slot)
    this.#taken -= 1
  }

  async drain(): Promise<void> {
    await this.#pool.drain()
  }
}
