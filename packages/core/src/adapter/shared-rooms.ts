/** What a room is closed by. */
interface Room {
  readonly pool: { end(): Promise<unknown> }
}

interface Occupied<R> {
  readonly room: R
  users: number
}

/** Rooms that all who come with the same configuration share. Each is closed when the last of them leaves. */
export class SharedRooms<M extends object, R extends Room> {
  /** By the copy of the driver, then by `configurationIdentity`. */
  readonly #rooms = new WeakMap<M, Map<string, Occupied<R>>>()

  /** @returns the room, and what its user calls once, when he leaves. */
  enter(driver: M, identity: string, make: () => R): { readonly room: R; readonly leave: () => void } {
    const byIdentity = this.#rooms.get(driver) ?? new Map<string, Occupied<R>>()
    this.#rooms.set(driver, byIdentity)
    const mine = byIdentity.get(identity) ?? { room: make(), users: 0 }
    byIdentity.set(identity, mine)
    mine.users += 1
    const leave = (): void => {
      mine.users -= 1
      if (mine.users > 0) return
      byIdentity.delete(identity)
      void mine.room.pool.end()
    }
    return { room: mine.room, leave }
  }
}
