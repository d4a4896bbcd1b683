import { checkOptions, coreOptionNames, MuxError, nearestName, type PoolOptions } from '@muxpool/core/adapter'

/** Options of pg's Pool and Client, and of the connection string, that pass through or have a place here. */
const driverOptionNames: readonly string[] = [
  // ClientConfig and what pg reads without declaring it
  'user',
  'database',
  'password',
  'port',
  'host',
  'connectionString',
  'keepAlive',
  'stream',
  'connection',
  'statement_timeout',
  'ssl',
  'query_timeout',
  'lock_timeout',
  'keepAliveInitialDelayMillis',
  'idle_in_transaction_session_timeout',
  'application_name',
  'fallback_application_name',
  'connectionTimeoutMillis',
  'types',
  'options',
  'client_encoding',
  'binary',
  'replication',
  'pipeline',
  'sslnegotiation',
  'enableChannelBinding',
  'scramMaxIterations',
  'isDomainSocket',
  // PoolConfig and what pg-pool reads without declaring it
  'max',
  'min',
  'poolSize',
  'idleTimeoutMillis',
  'maxUses',
  'maxLifetimeSeconds',
  'allowExitOnIdle',
  'log',
  'Promise',
  'Client',
  'verify',
  'onConnect',
  // muxpool's own, read by this package
  'driver',
]

const day = 86_400_000

/** What a user gave, in pg's words and in muxpool's. */
export type GivenOptions = { readonly [name: string]: unknown }

/** Refuses names that nobody knows, with the nearest that somebody does. */
export function refuseUnknown(given: GivenOptions): void {
  for (const name of unknownNames(given))
    throw new MuxError('MUX_OPTION_UNKNOWN', unknownMessage(name), { phase: 'init' })
}

export function unknownNames(given: GivenOptions): readonly string[] {
  return Object.keys(given).filter(
    (name) => given[name] !== undefined && !coreOptionNames.includes(name) && !driverOptionNames.includes(name),
  )
}

export function unknownMessage(name: string): string {
  const near = nearestName(name, [...coreOptionNames, ...driverOptionNames])
  return `unknown option ${name}${near === null ? '' : `: did you mean ${near}?`}`
}

/** pg's names with pg's meaning; muxpool's own names win where both are given. */
export function coreOptions(given: GivenOptions, idleDefaultMillis: number): PoolOptions {
  const translated: { [name: string]: unknown } = {}
  const set = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null && given[name] === undefined) translated[name] = value
  }
  set('maxConnections', given.max || given.poolSize || undefined)
  set('minConnections', given.min || undefined)
  set('maxUses', given.maxUses || undefined)
  set('idleConnectionTimeoutMillis', given.idleTimeoutMillis ?? idleDefaultMillis)
  set('connectionBorrowTimeoutMillis', given.connectionTimeoutMillis || undefined)
  set('connectTimeoutMillis', given.connectionTimeoutMillis || undefined)
  set('statementTimeoutMillis', Number(given.query_timeout) || undefined)
  // pg's 0 is no limit; so is muxpool's.
  if (typeof given.maxLifetimeSeconds === 'number' && given.maxLifetimeSeconds > 0)
    set('maxConnectionLifetimeMillis', given.maxLifetimeSeconds * 1_000)
  for (const name of coreOptionNames) if (given[name] !== undefined) translated[name] = given[name]
  for (const name of ['connectionBorrowTimeoutMillis', 'connectTimeoutMillis', 'idleConnectionTimeoutMillis'])
    if (typeof translated[name] === 'number' && given[name] === undefined)
      translated[name] = Math.min(Math.ceil(translated[name]), day)
  return checkOptions(translated)
}

/** What a physical client is made from. Waits and their limits are muxpool's, so the driver gets none of its own. */
export function clientConfig(given: GivenOptions): object {
  const { query_timeout, connectionTimeoutMillis, pipeline, Client, Promise: _, log, ...config } = given
  const copy = { keepAlive: true, ...config }
  // As pg does: it must not show in logs of the object.
  Object.defineProperty(copy, 'password', {
    value: given.password,
    enumerable: false,
    configurable: true,
    writable: true,
  })
  return copy
}

export function initStatements(options: PoolOptions): readonly string[] {
  const { initQuery } = options
  return initQuery === null ? [] : typeof initQuery === 'string' ? [initQuery] : initQuery
}
