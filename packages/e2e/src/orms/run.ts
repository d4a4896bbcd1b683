import type { ServerSampler } from '../server-samples.ts'
import { type Observation, type Program, plain } from './program.ts'

export interface Run {
  readonly observations: readonly Observation[]
  /** Connections still held when the library or the program ended its pool; must be 0. */
  readonly heldAtEnd: number
  readonly poolsEnded: number
  readonly poolsOpened: number
  /** Whether the library made connections of its own, past every pool. */
  readonly madeConnections: boolean
  readonly pinsByReason: Readonly<Record<string, number>>
  /** The most connections that the server had of this program at a time. */
  readonly mostConnections: number
}

/** What was seen of the pools and connections that a program and its library made. */
export interface Watch {
  opened: number
  ended: number
  /** Connections still held in the instant at which a pool was ended. */
  held: number
  /** Connections that were made one by one. */
  connections: number
  readonly pins: Record<string, number>
}

interface PoolSubject<Pool> {
  borrowed(pool: Pool): number
  pins(pool: Pool): Readonly<Record<string, number>>
}

/** To be called in the instant at which the pool is ended. */
export function seeEnd<Pool>(pool: Pool, subject: PoolSubject<Pool>, watch: Watch): void {
  watch.ended += 1
  watch.held += subject.borrowed(pool)
  for (const [reason, count] of Object.entries(subject.pins(pool))) {
    watch.pins[reason] = (watch.pins[reason] ?? 0) + count
  }
}

interface Asked<S> {
  readonly program: Program<S>
  /** The subject whose pools are watched. */
  readonly watched: (watch: Watch) => S
  readonly connectionString: string
  /** Counts the program's connections on the server. */
  readonly sample: () => Promise<ServerSampler>
  /** Takes out of an observation what is another at every run. */
  readonly lasting?: (value: unknown) => unknown
}

export async function runWatched<S>(asked: Asked<S>): Promise<Run> {
  const { program, watched, connectionString, sample, lasting = (value) => value } = asked
  const watch: Watch = { opened: 0, ended: 0, held: 0, connections: 0, pins: {} }
  const observations: Observation[] = []
  const observe = (name: string, value: unknown): void => {
    observations.push({ name, value: lasting(plain(value)) })
  }
  const sampler = await sample()
  try {
    await program.run({ subject: watched(watch), connectionString, observe })
  } finally {
    await sampler.stop()
  }
  return {
    observations,
    heldAtEnd: watch.held,
    poolsEnded: watch.ended,
    poolsOpened: watch.opened,
    madeConnections: watch.connections > 0,
    pinsByReason: watch.pins,
    mostConnections: sampler.soFar().max,
  }
}
