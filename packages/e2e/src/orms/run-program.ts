import pg from 'pg'
import { startServerSampler } from '../server-sampler.ts'
import { type Observation, type Program, plain } from './program.ts'
import type { PgModule, Subject } from './subjects.ts'

export interface Run {
  readonly observations: readonly Observation[]
  /** Connections still held when the library or the program ended its pool; must be 0. */
  readonly heldAtEnd: number
  readonly poolsEnded: number
  readonly poolsOpened: number
  /** Whether the library made clients of its own from the class that it was given. */
  readonly madeClients: boolean
  readonly pinsByReason: Readonly<Record<string, number>>
  /** The most connections that the server had of this program at a time. */
  readonly mostBackends: number
}

interface Watch {
  opened: number
  ended: number
  held: number
  clients: number
  readonly pins: Record<string, number>
}

/** The same class, whose instances are looked at in the instant at which they are ended. */
function watched(Pool: typeof pg.Pool, subject: Subject, watch: Watch): typeof pg.Pool {
  const seen = (pool: pg.Pool): void => {
    watch.ended += 1
    watch.held += subject.borrowed(pool)
    for (const [reason, count] of Object.entries(subject.pins(pool))) {
      watch.pins[reason] = (watch.pins[reason] ?? 0) + count
    }
  }
  // A proxy, not a subclass: libraries look at the name of the instance's constructor.
  const proxy: typeof pg.Pool = new Proxy(Pool, {
    construct(target, args, newTarget) {
      const pool = Reflect.construct(target, args, newTarget === proxy ? target : newTarget) as pg.Pool
      const end = pool.end as (...rest: unknown[]) => Promise<void>
      pool.end = (...rest: unknown[]): Promise<void> => {
        seen(pool)
        return end.apply(pool, rest)
      }
      watch.opened += 1
      return pool
    },
  })
  return proxy
}

function counted(Client: typeof pg.Client, subject: Subject, watch: Watch): typeof pg.Client {
  const proxy: typeof pg.Client = new Proxy(Client, {
    construct(target, args, newTarget) {
      const client = Reflect.construct(target, args, newTarget === proxy ? target : newTarget) as pg.Client
      const end = client.end as (...rest: unknown[]) => Promise<void>
      client.end = (...rest: unknown[]): Promise<void> => {
        const reason = subject.pinned(client)
        if (reason !== null) watch.pins[reason] = (watch.pins[reason] ?? 0) + 1
        return end.apply(client, rest)
      }
      watch.clients += 1
      return client
    },
  })
  return proxy
}

function watchedSubject(subject: Subject, watch: Watch): Subject {
  const driver: PgModule = {
    ...subject.driver,
    Pool: watched(subject.driver.Pool, subject, watch),
    Client: counted(subject.driver.Client, subject, watch),
  }
  return {
    ...subject,
    driver,
    poolClassFor: (other) => watched(subject.poolClassFor(other), subject, watch),
  }
}

let databases = 0

/** A database of its own for the program, on the server of `serverUrl`; gone afterwards, unless the program failed. */
async function inOwnDatabase<T>(serverUrl: string, work: (url: string, name: string) => Promise<T>): Promise<T> {
  databases += 1
  const name = `orms_${process.pid}_${databases}`
  const admin = new pg.Client(serverUrl)
  await admin.connect()
  try {
    await admin.query(`create database ${name}`)
    const url = new URL(serverUrl)
    url.pathname = `/${name}`
    const result = await work(url.href, name)
    // Without force: it fails if the program left a connection open.
    await admin.query(`drop database ${name}`)
    return result
  } finally {
    await admin.end()
  }
}

export function runProgram(program: Program, subject: Subject, serverUrl: string): Promise<Run> {
  return inOwnDatabase(serverUrl, async (connectionString, database) => {
    const watch: Watch = { opened: 0, ended: 0, held: 0, clients: 0, pins: {} }
    const observations: Observation[] = []
    const observe = (name: string, value: unknown): void => {
      observations.push({ name, value: plain(value) })
    }
    const sampler = await startServerSampler(serverUrl, { database })
    try {
      await program.run({ subject: watchedSubject(subject, watch), connectionString, observe })
    } finally {
      await sampler.stop()
    }
    return {
      observations,
      heldAtEnd: watch.held,
      poolsEnded: watch.ended,
      poolsOpened: watch.opened,
      madeClients: watch.clients > 0,
      pinsByReason: watch.pins,
      mostBackends: sampler.soFar().max,
    }
  })
}
