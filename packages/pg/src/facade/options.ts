import { Socket } from 'node:net'
import {
  checkOptions,
  coreOptionNames,
  leanSocket,
  MuxError,
  nearestName,
  type PoolOptions,
} from '@muxpool/core/adapter'

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

/** With a wrong name nothing breaks silently: one warning, and it is passed on to the driver as pg would. */
export function warnOfUnknown(given: GivenOptions): void {
  const unknown = unknownNames(given)
  if (unknown.length > 0)
    process.emitWarning(unknown.map(unknownMessage).join('; '), { type: 'MuxpoolWarning', code: 'MUX_OPTION_UNKNOWN' })
}

function unknownNames(given: GivenOptions): readonly string[] {
  return Object.keys(given).filter(
    (name) => given[name] !== undefined && !coreOptionNames.includes(name) && !driverOptionNames.includes(name),
  )
}

function unknownMessage(name: string): string {
  const near = nearestName(name, [...coreOptionNames, ...driverOptionNames])
  return `unknown option ${name}${near === null ? '' : `: did you mean ${near}?`}`
}

/** pg's names with pg's meaning; muxpool's own names win where both are given. */
export function coreOptions(given: GivenOptions, idleDefaultMillis: number): PoolOptions {
  const translated: { [name: string]: unknown } = {}
  const set = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null && given[name] === undefined) translated[name] = value
  }
  const waitMillis = milliseconds(given.connectionTimeoutMillis) || undefined
  set('maxConnections', counted(given.max) || counted(given.poolSize) || undefined)
  set('keepConnections', counted(given.min) || undefined)
  set('idleConnectionTimeoutMillis', milliseconds(given.idleTimeoutMillis ?? idleDefaultMillis))
  set('connectionBorrowTimeoutMillis', waitMillis)
  set('connectTimeoutMillis', waitMillis)
  set('statementTimeoutMillis', Number(given.query_timeout) || undefined)
  const lifetimeSeconds = Number(given.maxLifetimeSeconds)
  if (lifetimeSeconds > 0) set('maxConnectionLifetimeMillis', Math.ceil(lifetimeSeconds * 1_000))
  for (const name of coreOptionNames) if (given[name] !== undefined) translated[name] = given[name]
  // A name of both; pg's 0 is no limit.
  translated.maxUses = counted(given.maxUses) || undefined
  return connectFirst(checkOptions(translated))
}

/**
 * Where waiting and opening have one limit, as in pg, opening gets a little less of it: whoever waits for the
 * connection hears why it could not be opened, and not only that his time is over.
 */
function connectFirst(options: PoolOptions): PoolOptions {
  const { connectTimeoutMillis: limit, connectionBorrowTimeoutMillis } = options
  if (limit !== connectionBorrowTimeoutMillis) return options
  return { ...options, connectTimeoutMillis: Math.max(1, limit - Math.min(50, Math.ceil(limit / 10))) }
}

/** Numbers often come from the environment, and pg only compares them. */
function counted(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  // What is no number is refused by its name and its text.
  return Number.isNaN(number) ? value : number
}

/** As a timer takes it. */
function milliseconds(value: unknown): unknown {
  const number = counted(value)
  return typeof number === 'number' ? Math.min(Math.ceil(number), day) : number
}

/** What a physical client is made from. Waits and their limits are muxpool's, so the driver gets none of its own. */
export function clientConfig(given: GivenOptions): object {
  const { query_timeout, connectionTimeoutMillis, pipeline, Client, Promise: _, log, ...config } = given
  const copy = { keepAlive: true, ...config, stream: given.stream ?? socketOf }
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

/** TLS reads the socket by itself. */
function socketOf({ ssl }: { readonly ssl?: unknown }): Socket {
  return ssl ? new Socket() : leanSocket()
}
