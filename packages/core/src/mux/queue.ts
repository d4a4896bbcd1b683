/** One session that waits for a connection. The deadline is absolute and is never armed again. */
export class Waiter<B> {
  readonly borrower: B
  readonly since: number
  deadline: number
  previous: Waiter<B> | null = null
  next: Waiter<B> | null = null
  queued = false

  constructor(borrower: B, since: number, deadline: number) {
    this.borrower = borrower
    this.since = since
    this.deadline = deadline
  }
}

/** Who waits, oldest first. Removal is O(1); looking for expired ones is O(n), done once for each due deadline. */
export class WaitQueue<B> {
  #first: Waiter<B> | null = null
  #last: Waiter<B> | null = null
  #length = 0

  get length(): number {
    return this.#length
  }

  push(waiter: Waiter<B>): void {
    waiter.queued = true
    waiter.previous = this.#last
    waiter.next = null
    if (this.#last === null) this.#first = waiter
    else this.#last.next = waiter
    this.#last = waiter
    this.#length += 1
  }

  /** Back to the head: it was served already, and its connection turned out to be gone. */
  unshift(waiter: Waiter<B>): void {
    waiter.queued = true
    waiter.next = this.#first
    waiter.previous = null
    if (this.#first === null) this.#last = waiter
    else this.#first.previous = waiter
    this.#first = waiter
    this.#length += 1
  }

  shift(): Waiter<B> | null {
    const waiter = this.#first
    if (waiter !== null) this.remove(waiter)
    return waiter
  }

  remove(waiter: Waiter<B>): boolean {
    if (!waiter.queued) return false
    if (waiter.previous === null) this.#first = waiter.next
    else waiter.previous.next = waiter.next
    if (waiter.next === null) this.#last = waiter.previous
    else waiter.next.previous = waiter.previous
    waiter.previous = null
    waiter.next = null
    waiter.queued = false
    this.#length -= 1
    return true
  }

  *[Symbol.iterator](): IterableIterator<Waiter<B>> {
    for (let waiter = this.#first; waiter !== null; ) {
      const next: Waiter<B> | null = waiter.next
      yield waiter
      waiter = next
    }
  }

  earliestDeadline(): number {
    let earliest = Number.POSITIVE_INFINITY
    for (let waiter = this.#first; waiter !== null; waiter = waiter.next)
      if (waiter.deadline < earliest) earliest = waiter.deadline
    return earliest
  }

  /** Removes and gives those whose deadline has passed, oldest first. */
  takeExpired(now: number): readonly Waiter<B>[] {
    const expired: Waiter<B>[] = []
    for (const waiter of this) {
      if (waiter.deadline > now) continue
      this.remove(waiter)
      expired.push(waiter)
    }
    return expired
  }

  takeAll(): readonly Waiter<B>[] {
    const all = [...this]
    for (const waiter of all) this.remove(waiter)
    return all
  }

  /** Time stood still for the whole process: nobody loses what it could not use. */
  extend(millis: number): void {
    for (const waiter of this) waiter.deadline += millis
  }
}
