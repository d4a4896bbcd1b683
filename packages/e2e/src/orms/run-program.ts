import pg from 'pg'
import { startServerSampler } from '../server-sampler.ts'
import type { Program } from './program.ts'
import { type Run, runWatched, seeEnd, type Watch } from './run.ts'
import type { PgModule, Subject } from './subjects.ts'

/** The same class, whose instances are looked at in the instant at which they are ended. */
function watched(Pool: typeof pg.Pool, subject: Subject, watch: Watch): typeof pg.Pool {
  // A proxy, not a subclass: libraries look at the name of the instance's constructor.
  const proxy: typeof pg.Pool = new Proxy(Pool, {
    construct(target, args, newTarget) {
      const pool = Reflect.construct(target, args, newTarget === proxy ? target : newTarget) as pg.Pool
      const end = pool.end as (...rest: unknown[]) => Promise<void>
      pool.end = (...rest: unknown[]): Promise<void> => {
        seeEnd(pool, subject, watch)
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
      watch.connections += 1
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

export const runProgram = (program: Program, subject: Subject, serverUrl: string): Promise<Run> =>
  inOwnDatabase(serverUrl, (connectionString, database) =>
    runWatched({
      program,
      watched: (watch) => watchedSubject(subject, watch),
      connectionString,
      sample: () => startServerSampler(serverUrl, { database }),
    }),
  )
