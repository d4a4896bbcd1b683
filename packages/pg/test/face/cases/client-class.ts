import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { called, next, outcome, record } from '../harness/observe.ts'

const _closed = { connectionString: undefined, host: '127.0.0.1', port: 1, user: 'x', database: 'x' }

export const clientClassCases: readonly FaceCase[] = [
  {
    id: 'client-class.constructed',
    members: ['module.Client', 'client.user', 'client.database', 'client.port', 'client.host', 'client.processID'],
    run: (w) => {
      const client = w.client({ connectionString: undefined, ...w.server, password: 'very-secret' })
      const { user, database, port, host, processID } = client
      const same = [
        user === w.server.user,
        database === w.server.database,
        port === w.server.port,
        host === w.server.host,
      ]
      return {
        same,
        passwordShown: Object.keys(client).includes('password'),
        processID,
        emitter: client instanceof EventEmitter,
        ofModule: client instanceof (w.module as { Client: new () => object }).Client,
        name: client.constructor.name,
      }
    },
  },
  {
    id: 'client-class.is-no-pool-client',
    members: ['client.release'],
    run: (w) => ({ release: typeof w.client().release }),
  },
  {
    id: 'client-class.of-pg',
    members: ['module.Client'],
    muxpool: { deviation: 'client-is-no-pg-client', observes: { ofPg: false } },
    run: (w) => ({ ofPg: new (w.module as { Client: new () => object }).Client() instanceof pg.Client }),
  },
  {
    id: 'client-class.connection',
    members: ['client.connection', 'connection.parsedStatements', 'connection.stream'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      const { parsedStatements, stream } = client.connection
      const connected = { parsed: typeof parsedStatements, destroyed: stream.destroyed, writable: stream.writable }
      await client.end()
      return { connected, emitter: client.connection instanceof EventEmitter, afterEnd: stream.destroyed }
    },
  },
  {
    id: 'client-class.connection-string-as-argument',
    members: ['client.user', 'client.connect', 'client.end'],
    run: async (w) => {
      const client = new w.driver.Client(w.url)
      await client.connect()
      const { rows } = await client.query('select 1 as one')
      const ended = await outcome(client.end())
      return { user: client.user === w.server.user, rows, ended }
    },
  },
  {
    id: 'client-class.connect-promise',
    members: ['client.connect', 'client.query', 'client.end'],
    run: async (w) => {
      const client = w.client()
      const promise = client.connect() as Promise<unknown>
      const value = await promise
      const { rows } = await client.query('select 1 as one')
      return { promise: promise instanceof Promise, same: value === client || value, rows, ended: await client.end() }
    },
  },
  {
    id: 'client-class.connect-callback',
    members: ['client.connect', 'client.end'],
    run: async (w) => {
      const client = w.client()
      let returned: unknown = 'unset'
      const args = await called((callback) => {
        returned = client.connect(callback as never)
      })
      const ended = await called((callback) => client.end(callback as never))
      return { error: args[0], client: args[1] === client, returned, ended }
    },
  },
  {
    id: 'client-class.events',
    members: ['client:connect', 'client:end', 'client.connect', 'client.end'],
    run: async (w) => {
      const client = w.client()
      const order = record(client, ['connect', 'drain', 'end', 'error'], [])
      await client.connect()
      order.push('connected')
      const drained = next(client, 'drain')
      await client.query('select 1')
      await drained
      const ended = next(client, 'end')
      await client.end()
      await ended
      return order
    },
  },
  {
    id: 'client-class.parameter-status-during-connect',
    members: ['connection:parameterStatus', 'client.connection', 'client.connect'],
    run: async (w) => {
      const client = w.client()
      const told = new Map<string, string>()
      client.connection.on('parameterStatus', (message: { parameterName: string; parameterValue: string }) => {
        told.set(message.parameterName, message.parameterValue)
      })
      await client.connect()
      const inTime = told.has('server_version')
      const { rows } = await client.query('show server_version')
      await client.end()
      return {
        inTime,
        version: told.get('server_version') === rows[0].server_version,
        strings: told.get('standard_conforming_strings'),
        encoding: told.get('client_encoding'),
        name: told.get('application_name') === w.name,
      }
    },
  },
  {
    id: 'client-class.as-sequelize-connects',
    members: ['client.connect', 'client.connection', 'client.query', 'client.end'],
    run: async (w) => {
      const client = w.client()
      const versions: string[] = []
      const listener = (message: { parameterName: string }): void => void versions.push(message.parameterName)
      const failed = (): void => void versions.push('end')
      client.once('end', failed)
      client.connection.on('parameterStatus', listener)
      const error = await new Promise((resolve) => client.connect((cause) => resolve(cause)))
      client.removeListener('end', failed)
      client.connection.removeListener('parameterStatus', listener)
      client.on('error', () => undefined)
      const zone = "SET client_min_messages TO warning;SET TIME ZONE INTERVAL '+00:00' HOUR TO MINUTE;"
      const results = (await client.query(zone)) as unknown as { command: string }[]
      const { rows } = await client.query('show client_min_messages')
      const usable = !client._ending
      await new Promise<void>((resolve) => client.end(() => resolve()))
      return {
        error,
        strings: versions.includes('standard_conforming_strings'),
        commands: results.map((one) => one.command),
        rows,
        usable,
        after: client._ending,
      }
    },
  },
  {
    id: 'client-class.query-before-connect',
    members: ['client.query', 'client.connect', 'client.end'],
    run: async (w) => {
      const client = w.client()
      const early = client.query('select 1 as one')
      await client.connect()
      const { rows } = await early
      await client.end()
      return rows
    },
  },
  {
    id: 'client-class.state-of-its-own',
    members: ['client.query', 'client.connect', 'client.end'],
    run: async (w) => {
      const [a, b] = [w.client(), w.client()]
      for (const client of [a, b]) await client.connect()
      await a.query("set work_mem = '7MB'")
      await a.query('create temp table face_own (n int)')
      const ofA = (await a.query('show work_mem')).rows
      const ofB = (await b.query("select to_regclass('face_own') as t, current_setting('work_mem') = '7MB' as same"))
        .rows
      await a.end()
      await b.end()
      return { ofA, ofB }
    },
  },
]
