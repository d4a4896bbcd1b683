import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import pg from 'pg'

/** Names of an object and of its prototypes, without those that every EventEmitter and every object has. */
function namesOf(object: object): string[] {
  const names = new Set<string>()
  for (let at = object; at !== EventEmitter.prototype && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) names.add(typeof name === 'symbol' ? `[${name.description}]` : name)
  }
  for (const name of Reflect.ownKeys(new EventEmitter()))
    names.delete(typeof name === 'symbol' ? `[${name.description}]` : name)
  return [...names].sort()
}

/** Events that a file of an installed package emits under a name written in it. */
function eventsOf(...files: string[]): string[] {
  const require = createRequire(createRequire(import.meta.url).resolve('pg'))
  const names = new Set<string>()
  for (const file of files) {
    const source = readFileSync(require.resolve(file), 'utf8')
    for (const [, name] of source.matchAll(/\b(?:this|pool|context|client)\.emit\('(\w+)'/g)) names.add(name!)
  }
  return [...names].sort()
}

export interface Inventory {
  readonly module: readonly string[]
  readonly pool: readonly string[]
  readonly client: readonly string[]
  readonly connection: readonly string[]
  /** Static members of the classes. */
  readonly statics: readonly string[]
  readonly poolEvents: readonly string[]
  readonly clientEvents: readonly string[]
}

/**
 * Every member and event that the installed version of pg has: of a pool that was used and ended, and of its client
 * after two checkouts and some statements, as some members appear only then.
 */
export async function installed(url: string): Promise<Inventory> {
  const options = { connectionString: url, max: 1, application_name: 'face_inventory', connectionTimeoutMillis: 5_000 }
  const pool = new pg.Pool(options)
  await pool.query('select 1')
  const client = await pool.connect()
  await client.query({ name: 'face-inventory', text: 'select 1' })
  const connection = (client as unknown as { connection: object }).connection
  const constructed = new pg.Client({ connectionString: url })
  client.release()
  await pool.end()
  return {
    module: [...new Set([...Object.keys(pg), 'native'])].sort(),
    pool: namesOf(pool),
    client: [...new Set([...namesOf(client), ...namesOf(constructed)])].sort(),
    connection: namesOf(connection),
    statics: [
      ...Object.getOwnPropertyNames(pg.Client).map((name) => `Client.${name}`),
      ...Object.getOwnPropertyNames(pg.Pool).map((name) => `Pool.${name}`),
    ].sort(),
    poolEvents: eventsOf('pg-pool'),
    clientEvents: eventsOf('pg/lib/client'),
  }
}
