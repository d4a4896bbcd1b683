import type { Place } from '../vocab.ts'

/** From where a connection may come into each place; any other way is a defect. All but `gone` count against the limit. */
const waysInto: { readonly [to in Place]: readonly Place[] } = {
  opening: [],
  // From `settling` only through the gate.
  idle: ['settling', 'opening', 'shared', 'probing', 'resetting'],
  // From `quarantined`: the cancel has landed, and the session still holds a transaction or an obligation.
  leased: ['idle', 'quarantined'],
  shared: ['idle'],
  probing: ['idle'],
  settling: ['leased', 'quarantined'],
  resetting: ['idle', 'settling'],
  quarantined: ['leased', 'shared'],
  closing: ['opening', 'idle', 'shared', 'probing', 'settling', 'resetting', 'quarantined'],
  gone: ['opening', 'idle', 'leased', 'shared', 'probing', 'settling', 'resetting', 'quarantined', 'closing'],
}

/** Places have numbers, in their order here: what a statement counts under three names costs it a dozen look-ups. */
const numbers: { readonly [place in Place]: number } = {
  opening: 0,
  idle: 1,
  leased: 2,
  shared: 3,
  probing: 4,
  settling: 5,
  resetting: 6,
  quarantined: 7,
  closing: 8,
  gone: 9,
}
const names: readonly Place[] = Object.keys(numbers) as Place[]
const bitsInto: readonly number[] = names.map((to) =>
  waysInto[to].reduce((bits, from) => bits | (1 << numbers[from]), 0),
)

export const numberOf = (place: Place): number => numbers[place]
export const placeOf = (number: number): Place => names[number] as Place
export const mayMove = (from: number, to: number): boolean => ((bitsInto[to] as number) & (1 << from)) !== 0

/** How many connections are in each place. */
export type Census = { [place in Place]: number }

/** Counts them as they move. */
export class Headcount {
  readonly #counts: number[] = names.map(() => 0)

  enter(place: number): void {
    this.#counts[place] = (this.#counts[place] as number) + 1
  }

  move(from: number, to: number): void {
    this.#counts[from] = (this.#counts[from] as number) - 1
    this.#counts[to] = (this.#counts[to] as number) + 1
  }

  get opening(): number {
    return this.#counts[numbers.opening] as number
  }
  get probing(): number {
    return this.#counts[numbers.probing] as number
  }
  get closing(): number {
    return this.#counts[numbers.closing] as number
  }

  /** All of them, as they are now. */
  census(): Census {
    return Object.fromEntries(names.map((place, number) => [place, this.#counts[number]])) as Census
  }
}
