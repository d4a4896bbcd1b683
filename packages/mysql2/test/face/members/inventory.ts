import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import mysql2 from 'mysql2'
import promise from 'mysql2/promise'
import { checkout } from '../harness/observe.ts'

/** Node 20 describes the symbols of disposal in words of its own. */
const named = (name: string | symbol): string =>
  typeof name === 'symbol' ? `[${name.description?.replace('nodejs.', 'Symbol.')}]` : name

/** Names of an object and of its prototypes, without those that every EventEmitter and every object has. */
function namesOf(object: object): string[] {
  const names = new Set<string>()
  for (let at = object; at !== EventEmitter.prototype && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) names.add(named(name))
  }
  for (const name of Reflect.ownKeys(new EventEmitter())) names.delete(named(name))
  return [...names].sort()
}

const folder = dirname(createRequire(import.meta.url).resolve('mysql2'))

/** Events that the installed package emits, or hands on to its promise classes, under a name written in a file of it. */
function eventsOf(pattern: RegExp, ...files: string[]): string[] {
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  return [...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name]) => name!)))].sort()
}
const emitted = /\b(?:this|_cluster)\.emit\('(\w+)'/g

/** The list that `inheritEvents` gets. */
function inherited(file: string): string[] {
  const [, list] = /inheritEvents\([^[]*\[([^\]]*)\]/.exec(readFileSync(join(folder, file), 'utf8')) ?? []
  return [...(list ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name!).sort()
}

/** The kinds of things that a program is handed by mysql2; their names are those that the cases use. */
export type Kind =
  | 'module'
  | 'promise'
  | 'pool'
  | 'connection'
  | 'command'
  | 'statement'
  | 'cluster'
  | 'namespace'
  | 'promisePool'
  | 'promiseConnection'
  | 'promiseStatement'
  | 'promiseCluster'
  | 'promiseNamespace'

export interface Inventory {
  readonly members: { readonly [kind in Kind]: readonly string[] }
  readonly events: { readonly [kind in Kind]?: readonly string[] }
}

/**
 * Every member and event that the installed version of mysql2 has: of a pool that was used, and of its connection after
 * some statements, as some members appear only then.
 */
export async function installed(url: string): Promise<Inventory> {
  const pool = mysql2.createPool({ uri: url, connectionLimit: 2, maxIdle: 1 })
  const connection = await checkout(pool as never)
  const command = connection.query('do 0')
  const statement = await new Promise<object>((resolve, reject) => {
    connection.prepare('select 1', (error, made) => (error ? reject(error) : resolve(made)))
  })
  const promises = pool.promise()
  const promised = await promises.getConnection()
  const promiseStatement = await promised.prepare('select 1')
  const cluster = mysql2.createPoolCluster()
  const promiseCluster = promise.createPoolCluster()
  const members: Inventory['members'] = {
    module: Object.keys(mysql2).sort(),
    promise: Object.keys(promise).sort(),
    pool: namesOf(pool),
    connection: namesOf(connection),
    command: namesOf(command),
    statement: namesOf(statement),
    cluster: namesOf(cluster),
    namespace: namesOf(cluster.of('*')),
    promisePool: namesOf(promises),
    promiseConnection: namesOf(promised),
    promiseStatement: namesOf(promiseStatement),
    promiseCluster: namesOf(promiseCluster),
    promiseNamespace: namesOf(promiseCluster.of('*')),
  }
  promised.release()
  connection.release()
  await promises.end()
  return {
    members,
    events: {
      pool: eventsOf(emitted, 'lib/base/pool.js'),
      connection: eventsOf(emitted, 'lib/base/connection.js', 'lib/pool_connection.js'),
      command: eventsOf(emitted, 'lib/commands/query.js', 'lib/commands/execute.js', 'lib/commands/command.js'),
      cluster: eventsOf(emitted, 'lib/pool_cluster.js'),
      promisePool: inherited('lib/promise/pool.js'),
      promiseConnection: inherited('lib/promise/connection.js'),
      promiseCluster: inherited('promise.js'),
    },
  }
}
