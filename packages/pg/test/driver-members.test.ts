import type { EventEmitter } from 'node:events'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  PgClient,
  PgConnection,
  PgModule,
  PgPoolBase,
  PgQuery,
  PgResult,
  PgSubmittable,
  PgTypeOverrides,
} from '../src/driver-members.ts'

type Kind = 'null' | 'function' | 'object' | 'string' | 'number' | 'boolean' | 'undefined'
/** A row for each member that the interface declares: one that is added there has to be added here. */
type Members<I> = { readonly [K in Exclude<keyof I, keyof EventEmitter>]-?: Kind | readonly Kind[] }

const connectionMembers: Members<PgConnection> = {
  stream: 'object',
  _send: 'function',
  parsedStatements: 'object',
  submittedNamedStatements: 'object',
  parse: 'function',
  bind: 'function',
  describe: 'function',
  execute: 'function',
  close: 'function',
  query: 'function',
  cancel: 'function',
  requestSsl: 'function',
  connect: 'function',
  sync: 'function',
}

const streamMembers: Members<Pick<PgConnection['stream'], 'remoteAddress' | 'remotePort' | 'destroy' | 'writable'>> = {
  remoteAddress: 'string',
  remotePort: 'number',
  destroy: 'function',
  writable: 'boolean',
}

const clientMembers: Members<PgClient> = {
  connection: 'object',
  host: 'string',
  port: 'number',
  ssl: ['boolean', 'object'],
  sslNegotiation: 'string',
  processID: 'number',
  secretKey: 'number',
  connectionParameters: 'object',
  connect: 'function',
  query: 'function',
  end: 'function',
  ref: 'function',
  unref: 'function',
  _queryable: 'boolean',
  _ending: 'boolean',
}

const queryMembers: Members<PgQuery> = {
  text: 'string',
  name: ['string', 'undefined'],
  values: ['object', 'undefined'],
  types: ['object', 'undefined'],
  rows: ['number', 'undefined'],
  _rowMode: ['string', 'undefined'],
  _results: 'object',
  callback: ['function', 'undefined'],
  binary: ['boolean', 'undefined'],
  _result: 'object',
  submit: 'function',
  handleRowDescription: 'function',
  handleDataRow: 'function',
  handlePortalSuspended: 'function',
  handleCommandComplete: 'function',
  handleEmptyQuery: 'function',
  handleError: 'function',
  handleReadyForQuery: 'function',
  handleCopyInResponse: 'function',
  handleCopyData: 'function',
}

const moduleMembers: Members<PgModule> = {
  Client: 'function',
  Query: 'function',
  Result: 'function',
  TypeOverrides: 'function',
  Pool: 'function',
  Connection: 'function',
  types: 'object',
  escapeIdentifier: 'function',
  escapeLiteral: 'function',
  defaults: 'object',
}

const resultMembers: Members<PgResult> = {
  fields: 'object',
  _types: ['object', 'undefined'],
  _parsers: ['object', 'undefined'],
  _prebuiltEmptyResultObject: ['object', 'null'],
  addFields: 'function',
}

const typeMembers: Members<PgTypeOverrides> = { setTypeParser: 'function', getTypeParser: 'function' }
const poolMembers: Members<PgPoolBase> = { Promise: 'function', Client: 'function', options: 'object' }

/** What of the members is not there, or something else, in words that name it. */
function changes(
  of: string,
  subject: object,
  members: { readonly [name: string]: Kind | readonly Kind[] },
): readonly string[] {
  return Object.entries(members).flatMap(([name, wanted]) => {
    const value = (subject as { [name: string]: unknown })[name]
    const kind = value === null ? 'null' : typeof value
    return [wanted].flat().includes(kind as Kind) ? [] : [`${of}.${name} is ${kind}, not ${String(wanted)}`]
  })
}

describe(`the members of pg that muxpool touches, in the installed version`, () => {
  let client: PgClient
  beforeAll(async () => {
    client = new pg.Client({ connectionString: sharedPostgres(18) }) as unknown as PgClient
    await client.connect()
  })
  afterAll(() => new Promise<void>((resolve) => client.end(resolve)))

  test('of the module', () => expect(changes('pg', pg, moduleMembers)).toEqual([]))
  test('of a client', () => expect(changes('client', client, clientMembers)).toEqual([]))
  test('of its connection', () => expect(changes('connection', client.connection, connectionMembers)).toEqual([]))
  test('of its socket', () => expect(changes('stream', client.connection.stream, streamMembers)).toEqual([]))
  test('of a query', () => {
    expect(changes('query', new (pg as unknown as PgModule).Query('select 1'), queryMembers)).toEqual([])
  })
  test('of a result', () => {
    expect(changes('result', new (pg as unknown as PgModule).Result(undefined, undefined), resultMembers)).toEqual([])
  })
  test('of type overrides', () => {
    expect(changes('types', new (pg as unknown as PgModule).TypeOverrides(), typeMembers)).toEqual([])
  })
  test('of a pool', async () => {
    const pool = new pg.Pool()
    expect(changes('pool', pool, poolMembers)).toEqual([])
    await pool.end()
  })

  test('a change is named', () => {
    const other = { parse: 5, sync: null }
    expect(changes('connection', other, { parse: 'function', sync: 'function', bind: ['function'] })).toEqual([
      'connection.parse is number, not function',
      'connection.sync is null, not function',
      'connection.bind is undefined, not function',
    ])
  })
})

/** What pg does without saying so in its documents, and muxpool builds on. */
describe('the ways of pg that muxpool relies on', () => {
  const events: string[] = []
  let client: PgClient

  beforeAll(async () => {
    client = new pg.Client({ connectionString: sharedPostgres(18) }) as unknown as PgClient
    client.connection.on('readyForQuery', () => events.push('our listener'))
    await client.connect()
  })
  afterAll(() => new Promise<void>((resolve) => client.end(resolve)))

  /** Runs a submittable that tells of everything that pg calls on it. */
  function watched(send: (connection: PgConnection) => void): Promise<readonly string[]> {
    const calls: string[] = []
    return new Promise((resolve) => {
      const names = Object.keys(queryMembers).filter((name) => name.startsWith('handle'))
      const handlers = names.map((name) => [name, () => calls.push(name)])
      const submittable: PgSubmittable = Object.assign(Object.fromEntries(handlers), {
        submit: (connection: PgConnection): null => {
          send(connection)
          return null
        },
      })
      client.connection.once('readyForQuery', () => setImmediate(() => resolve(calls)))
      client.query(submittable)
    })
  }

  test('a listener attached before connect() hears before the client does', async () => {
    events.length = 0
    await new Promise<void>((resolve) => {
      const query = new (pg as unknown as PgModule).Query('select 1', undefined, () => {
        events.push('callback')
        resolve()
      })
      client.query(query)
    })
    expect(events).toEqual(['our listener', 'callback'])
  })

  test('the calls of a plain answer', async () => {
    expect(await watched((connection) => connection.query('select 1'))).toEqual([
      'handleRowDescription',
      'handleDataRow',
      'handleCommandComplete',
      'handleReadyForQuery',
    ])
  })

  test('an error is told before its ReadyForQuery, and then nothing more', async () => {
    expect(await watched((connection) => connection.query('select 1/0'))).toEqual(['handleError'])
  })

  test('a Sync alone is answered', async () => {
    expect(await watched((connection) => connection.sync())).toEqual(['handleReadyForQuery'])
  })

  test('an empty text has its own call', async () => {
    expect(await watched((connection) => connection.query(''))).toEqual(['handleEmptyQuery', 'handleReadyForQuery'])
  })

  test('what was parsed is remembered by name, where it can be forgotten', async () => {
    const named = (): Promise<unknown> => client.query({ name: 'members', text: 'select 1' }) as Promise<unknown>
    await named()
    expect(client.connection.parsedStatements).toEqual({ members: 'select 1' })
    delete client.connection.parsedStatements.members
    await expect(named()).rejects.toMatchObject({ code: '42P05' })
    expect(client.connection.submittedNamedStatements).toEqual({})
  })

  test('an answer that can not be read is an error without SQLSTATE', async () => {
    client.on('error', () => {})
    const error = await new Promise((resolve) => {
      client.connection.once('errorMessage', resolve)
      client.connection.stream.emit('data', Buffer.from([0x7e, 0, 0, 0, 4]))
    })
    const { message, code } = error as { message: string; code?: string }
    expect([message, code]).toEqual(['received invalid response: 7e', undefined])
  })
})
