import mysql2 from 'mysql2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoginCommand } from '../src/classic-answers.ts'
import { shapeOf } from '../src/command-classes.ts'
import type { Mysql2ClusterNode, Mysql2PoolCluster } from '../src/driver-cluster-members.ts'
import type { Mysql2Connection, Mysql2Module } from '../src/driver-members.ts'
import { classes, disposeServers, module, serverOf } from './mysql-subject.ts'

type Kind = 'function' | 'object' | 'string' | 'number' | 'boolean' | 'undefined' | 'null'
/** A row for each member that the interface declares: one that is added there has to be added here. */
type Members<I> = { readonly [name in keyof I]-?: Kind | readonly Kind[] }

const connectionMembers: Members<Omit<Mysql2Connection, keyof import('node:events').EventEmitter>> = {
  config: 'object',
  threadId: 'number',
  stream: 'object',
  clientEncoding: 'string',
  sequenceId: 'number',
  _isMariaDB: 'boolean',
  _paused: 'boolean',
  _handshakePacket: 'object',
  _paused_packets: 'object',
  _command: ['undefined', 'null'],
  _statements: 'object',
  addCommand: 'function',
  handlePacket: 'function',
  writePacket: 'function',
  write: 'function',
  _resetSequenceId: 'function',
  pause: 'function',
  resume: 'function',
  end: 'function',
}

const configMembers: Members<Mysql2Connection['config']> = {
  stream: 'undefined',
  charsetNumber: 'number',
  clientFlags: 'number',
  typeCast: 'boolean',
}

const moduleMembers: Members<Mysql2Module> = {
  Connection: 'function',
  ConnectionConfig: 'function',
  Pool: 'function',
  PoolConnection: 'function',
  PoolCluster: 'function',
  createPool: 'function',
  createPoolClusterPromise: 'function',
}

const clusterMembers: Members<Omit<Mysql2PoolCluster, keyof import('node:events').EventEmitter>> = {
  _nodes: 'object',
  add: 'function',
}

const nodeMembers: Members<Mysql2ClusterNode> = { id: 'string', pool: 'object' }

/** What of the members is not there, or something else, in words that name it. */
function changes(of: string, subject: object, members: { readonly [name: string]: Kind | readonly Kind[] }): string[] {
  return Object.entries(members).flatMap(([name, wanted]) => {
    const value = (subject as { [name: string]: unknown })[name]
    const kind = value === null ? 'null' : typeof value
    return [wanted].flat().includes(kind as Kind) ? [] : [`${of}.${name} is ${kind}, not ${String(wanted)}`]
  })
}

describe('the members of mysql2 that muxpool touches, in the installed version', () => {
  let connection: Mysql2Connection
  beforeAll(async () => {
    const url = (await serverOf('mysql')).url()
    connection = mysql2.createConnection(url) as unknown as Mysql2Connection
    await new Promise((resolve) => connection.once('connect', resolve))
    // The command of the handshake ends behind its event.
    await new Promise((resolve) => setImmediate(resolve))
  })
  afterAll(async () => {
    connection.end()
    await disposeServers()
  })

  test('of the module', () => expect(changes('mysql2', module, moduleMembers)).toEqual([]))
  test('of a connection', () => expect(changes('connection', connection, connectionMembers)).toEqual([]))
  test('of a cluster and its nodes', () => {
    const cluster = new module.PoolCluster()
    expect(changes('cluster', cluster, clusterMembers)).toEqual([])
    cluster.add('one', {})
    expect(Object.keys(cluster._nodes)).toEqual(['one'])
    expect(changes('node', cluster._nodes.one!, nodeMembers)).toEqual([])
    const promises = module.createPoolClusterPromise()
    expect(promises.constructor).not.toBe(module.PoolCluster)
    expect(promises.poolCluster).toBeInstanceOf(module.PoolCluster)
  })
  test('of the command that logs in', async () => {
    const url = (await serverOf('mysql')).url()
    const login = mysql2.createConnection(url) as unknown as Mysql2Connection
    const members: Members<LoginCommand> = { clientFlags: 'number' }
    expect(changes('login', login._command as object, members)).toEqual([])
    await new Promise((resolve) => login.once('connect', resolve))
    login.end()
  })
  test('of its configuration', () => expect(changes('config', connection.config, configMembers)).toEqual([]))
  test('of its cache of statements', () => {
    const methods = { get: 'function', set: 'function', delete: 'function', clear: 'function' } as const
    expect(changes('_statements', connection._statements, methods)).toEqual([])
  })

  test('of its commands, which it does not export', () => {
    const names = Object.entries(classes).map(([name, made]) => [name, made.name])
    expect(names).toEqual(Object.keys(classes).map((name) => [name, name]))
    const query = new classes.Query({ sql: 'select 1' })
    const common = { next: 'null', _connection: 'null', _localStream: 'null' } as const
    expect(changes('query', query, { ...common, sql: 'string', execute: 'function' })).toEqual([])
    expect(changes('execute', new classes.Execute({ sql: '' }), { ...common, sql: 'string' })).toEqual([])
    expect(changes('prepare', new classes.Prepare({ sql: '' }), { query: 'string', options: 'object' })).toEqual([])
    expect(shapeOf(classes, query)).toBe('results')
    expect(shapeOf(classes, { execute: () => true })).toBeNull()
  })

  test('of the key by which it finds a statement', () => {
    expect(module.Connection.statementKey({ sql: 'select 1' })).toMatch(/select 1$/)
  })
})
