import type { Driver, Ticket } from './adapter/driver.ts'
import type { Clock } from './clock/clock.ts'
import { Heartbeat } from './clock/heartbeat.ts'
import { systemClock } from './clock/system-clock.ts'
import { MuxError } from './errors.ts'
import { Housekeeper, housekeepingMillis } from './mux/housekeeper.ts'
import { Judge } from './mux/judge.ts'
import { Multiplexer } from './mux/multiplexer.ts'
import type { PinCause } from './mux/verdict.ts'
import { type MuxPool, type MuxPoolState, poolOver } from './mux-pool.ts'
import type { PoolObserver } from './observer.ts'
import type { PoolOptions } from './options.ts'
import { profiles } from './profiles/profiles.ts'
import { readCatalogue } from './session/readiness.ts'
import { Session } from './session/session.ts'
import type { SessionParts } from './session/session-parts.ts'
import { SoleSession } from './session/sole-session.ts'
import { Limits, type LiveBound } from './sizing/limits.ts'
import { Breaker } from './store/breaker.ts'
import { Slots } from './store/slots.ts'
import { Store } from './store/store.ts'
import type { SessionId } from './vocab.ts'

/** How long what the server told of itself (limits, routines) is believed. */
const factsMillis = 60_000
/** With a percent the number is not known before the server has told its own. */
const ceilingForPercent = 10_000

export interface MuxPoolParts {
  readonly clock?: Clock
  readonly observer: PoolObserver
  /** AWS Lambda runs one handler at a time in a process. */
  readonly onLambda?: boolean
  /** Bounds the pool instead of the option `maxConnections`. */
  readonly live?: LiveBound
  /** Says a warning to whoever runs the program. */
  readonly warn: (message: string, code: string) => void
}

/** Wires the parts; no logic of its own. */
export function createMuxPool<W extends object, T extends Ticket>(
  driver: Driver<W, T>,
  options: PoolOptions,
  parts: MuxPoolParts,
): MuxPool<W, T> {
  const clock = parts.clock ?? systemClock
  const { observer } = parts
  const limits = new Limits(clock, options, parts.onLambda ?? false, parts.live)
  const breaker = new Breaker(clock)
  const slots = new Slots(
    parts.live?.ceiling ??
      (options.maxConnectionsPercent === null ? limits.allowed : (options.maxConnections ?? ceilingForPercent)),
  )
  const judge = new Judge(driver.engine, profiles[options.profile])
  let factsAt = Number.NEGATIVE_INFINITY

  const store: Store<W, T> = new Store(
    { driver, clock, options, slots, limits, breaker, observer },
    {
      opened: (connection) => {
        heartbeat.start()
        // First: they are served by the connection that is there, and want no other.
        state.opened()
        mux.serve(connection)
        mux.opener.demand()
      },
      openFailed: (error) => {
        if (error !== null) mux.denyAll(error)
        state.openFailed(error)
        mux.opener.demand()
      },
      settled: (connection, ticket, boundary) => mux.settled(connection, ticket, boundary),
      pushed: (connection, kind, payload) => mux.pushed(connection, kind, payload),
      lost: (connection, error) => mux.lost(connection, error),
      freed: () => {
        mux.opener.demand()
        state.freed()
      },
      prepare: async (wire, deadline) => {
        if (clock.now() - factsAt < factsMillis) return
        const [limitRows = []] = await driver.control(wire, [driver.engine.limitsQuery], { deadline })
        limits.learn(driver.engine.readLimits(limitRows))
        const reading = judge.beginReading(clock.now())
        if (reading !== null) await readCatalogue(driver, judge, wire, reading, { deadline }, clock)
        factsAt = clock.now()
      },
    },
  )
  const mux: Multiplexer<W, T> = new Multiplexer(
    { driver, clock, options, limits, breaker, observer, beforeExpiry: (now) => heartbeat.check(now) },
    store,
  )
  const housekeeper = new Housekeeper({ options, limits, observer }, store, mux)
  const heartbeat: Heartbeat = new Heartbeat(
    clock,
    housekeepingMillis(options),
    (now) => housekeeper.walk(now),
    (millis) => {
      observer.leap(millis)
      mux.leaped(millis)
    },
  )
  const warned = new Set<string>()
  const sessionParts: SessionParts<W, T> = {
    mux,
    judge,
    driver,
    clock,
    options,
    observer,
    care: { seen: false },
    beforePin: (cause, digest) => checkPin(driver, options, cause, digest, warned, parts.warn),
    ended: () => state.sessionEnded(),
  }
  let lastId = 0
  const nextId = (): SessionId => {
    lastId += 1
    return lastId as SessionId
  }
  const state: MuxPoolState<W, T> = poolOver(
    { driver, clock, options, limits, breaker, slots, store, mux, heartbeat, observer },
    () => new Session<W, T>(nextId(), sessionParts),
    () => new SoleSession<W, T>(nextId(), sessionParts),
  )
  if (options.minConnections > 0) mux.opener.demand()
  return state
}

/** What `onPin` asks for, before the statement that pins is sent. */
function checkPin<W extends object, T extends Ticket>(
  driver: Driver<W, T>,
  options: PoolOptions,
  cause: PinCause,
  digest: string | null,
  warned: Set<string>,
  warn: MuxPoolParts['warn'],
): void {
  if (options.onPin === 'allow') return
  const avoid = driver.engine.avoid(cause.rule)
  const message = `this statement pins its session to one connection (${cause.reason}, rule ${cause.rule})${avoid === null ? '' : `; ${avoid}`}: ${digest ?? 'unreadable text'}`
  if (options.onPin === 'throw') throw new MuxError('MUX_PIN_REFUSED', message, { phase: 'statement' })
  const key = `${cause.rule} ${digest}`
  // Bounded: digests are few in a program that is not broken.
  if (warned.has(key) || warned.size >= 1_000) return
  warned.add(key)
  warn(message, 'MUX_PIN_REFUSED')
}
