import { createMuxPool, type MuxPoolParts } from '../src/create-mux-pool.ts'
import type { MuxPool } from '../src/mux-pool.ts'
import type { PoolObserver } from '../src/observer.ts'
import { checkOptions, type PoolOptions } from '../src/options.ts'
import type { Session } from '../src/session/session.ts'
import { FakeDriver } from '../src/testing/fake-driver.ts'
import { type FakeAnswer, FakeTicket, type FakeTicketParts } from '../src/testing/fake-ticket.ts'
import type { FakeEvent, FakeWire } from '../src/testing/fake-wire.ts'
import { VirtualClock } from '../src/testing/virtual-clock.ts'

export type FakeSession = Session<FakeWire, FakeTicket>
export type FakePool = MuxPool<FakeWire, FakeTicket>
export type Happening = { readonly [K in keyof PoolObserver]: [K, ...Parameters<PoolObserver[K]>] }[keyof PoolObserver]

const observed: { readonly [K in keyof PoolObserver]: null } = {
  borrow: null,
  return: null,
  wait: null,
  pin: null,
  unpin: null,
  stateDiscarded: null,
  connectionOpen: null,
  connectionLost: null,
  connectionClose: null,
  openFailed: null,
  leak: null,
  statement: null,
  leap: null,
}

/** An observer that keeps everything that it was told. */
function recorder(happenings: Happening[]): PoolObserver {
  const keep = Object.keys(observed).map((name) => [
    name,
    (...args: unknown[]) => void happenings.push([name, ...args] as unknown as Happening),
  ])
  return Object.fromEntries(keep) as PoolObserver
}

/** A pool on the fake driver: no server, no time but what a test lets pass. */
export interface World {
  readonly clock: VirtualClock
  readonly driver: FakeDriver
  readonly pool: FakePool
  readonly options: PoolOptions
  readonly happenings: Happening[]
  readonly warnings: string[]
  /** Everything that the callers were told, in order: `text: answer`. */
  readonly heard: string[]
  session(): FakeSession
  /** Gives a statement to a session. */
  say(session: FakeSession, text: string, parts?: FakeTicketParts): FakeTicket
  /** The same, and lets everything happen that can. */
  ask(session: FakeSession, text: string, parts?: FakeTicketParts): Promise<FakeAnswer | null>
  /** What the observer was told under this name, without the name. */
  told<K extends keyof PoolObserver>(name: K): Parameters<PoolObserver[K]>[]
}

export type GivenOptions = { readonly [K in keyof PoolOptions]?: PoolOptions[K] | undefined }

export function world(given: GivenOptions = {}, parts: Partial<MuxPoolParts> & { readonly seed?: number } = {}): World {
  const clock = new VirtualClock(parts.seed ?? 1)
  const driver = new FakeDriver(clock)
  const options = checkOptions(given)
  const happenings: Happening[] = []
  const warnings: string[] = []
  const heard: string[] = []
  const pool = createMuxPool(driver, options, {
    clock,
    observer: recorder(happenings),
    warn: (message, code) => warnings.push(`${code}: ${message}`),
    ...parts,
  })
  const say: World['say'] = (session, text, given) => {
    const ticket = new FakeTicket(text, {
      ...given,
      heard: (answer) => {
        heard.push(`${text}: ${inWords(answer)}`)
        given?.heard?.(answer)
      },
    })
    session.run(ticket)
    return ticket
  }
  return {
    clock,
    driver,
    pool,
    options,
    happenings,
    warnings,
    heard,
    say,
    session: () => pool.session(),
    ask: async (session, text, given) => {
      const ticket = say(session, text, given)
      await clock.flush()
      return ticket.answer
    },
    told: (name) => happenings.filter(([each]) => each === name).map(([, ...args]) => args) as never,
  }
}

/** Rows as text, or the error's code, or its message. */
export function inWords(answer: FakeAnswer | null): string {
  if (answer === null) return 'nothing yet'
  const { rows, error } = answer
  if (error === null) return rows.map((row) => row.join(' ')).join(',')
  return String((error as { code?: unknown }).code ?? error.message)
}

export interface Held {
  readonly events: FakeEvent[]
  /** Lets the oldest of them happen. */
  next(): void
  /** Lets all of them happen, and holds nothing any more. */
  release(): void
}

/** Keeps back what the network would bring, as long as a test likes. */
export function hold(driver: FakeDriver, which: (event: FakeEvent) => boolean): Held {
  const before = driver.schedule
  const events: FakeEvent[] = []
  driver.schedule = (event) => void (which(event) ? events.push(event) : before(event))
  return {
    events,
    next: () => {
      const event = events.shift()
      if (event === undefined) throw new Error('nothing is held')
      event.happen()
    },
    release: () => {
      driver.schedule = before
      for (const event of events.splice(0)) event.happen()
    },
  }
}

export const holdReplies = (driver: FakeDriver): Held => hold(driver, ({ kind }) => kind === 'reply')

/** The connection of a server that has exactly one, or the n-th. */
export function wireOf(driver: FakeDriver, n = 0): FakeWire {
  const wire = [...driver.wires][n]
  if (wire === undefined) throw new Error(`the server has no connection ${n}`)
  return wire
}

export const codeOf = (answer: FakeAnswer | null): unknown => (answer?.error as { code?: unknown } | null)?.code
