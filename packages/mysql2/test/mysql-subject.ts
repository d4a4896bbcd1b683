import { randomBytes } from 'node:crypto'
import { systemClock } from '@muxpool/core/adapter'
import { type Subject, until } from '@muxpool/core/testing'
import { type FaultProxy, type MysqlFlavour, startFaultProxy, startMysql } from '@muxpool/test-servers'
import mysql2 from 'mysql2'
import type { Connection as AdminConnection, RowDataPacket } from 'mysql2/promise'
import mysqlPromise from 'mysql2/promise'
import { commandClassesOf, shapeOf } from '../src/command-classes.ts'
import { MysqlDriver, type MysqlDriverParts } from '../src/driver.ts'
import type { Mysql2Command, Mysql2Module } from '../src/driver-members.ts'
import type { ReplyShape } from '../src/reply-reader.ts'
import { remembers, SessionStatements } from '../src/session-statements.ts'
import { Statement } from '../src/statement.ts'
import type { MysqlTicket } from '../src/ticket.ts'
import type { MysqlWire } from '../src/wire.ts'
import { standInEngine } from './stand-in-engine.ts'

export const module: Mysql2Module = mysql2 as unknown as Mysql2Module
export const classes: ReturnType<typeof commandClassesOf> = commandClassesOf(module)

type Server = Awaited<ReturnType<typeof startMysql>>
const servers = new Map<MysqlFlavour, Promise<Server>>()

/** One server of each kind for a file of tests. */
export function serverOf(flavour: MysqlFlavour): Promise<Server> {
  let server = servers.get(flavour)
  if (server === undefined) {
    server = startMysql({ flavour, settings: { local_infile: 'ON' } })
    servers.set(flavour, server)
  }
  return server
}

export async function disposeServers(): Promise<void> {
  await Promise.all([...servers.values()].map(async (server) => (await server).dispose()))
  servers.clear()
}

/** A socket; that of TLS has another behind it. */
interface Handled {
  readonly _handle: { hasRef(): boolean }
}

/** The driver on a real server, behind a proxy that can be silent, as a user of its own. */
export interface MysqlSubject extends Subject<MysqlWire, MysqlTicket> {
  readonly driver: MysqlDriver
  readonly proxy: FaultProxy
  readonly admin: AdminConnection
  readonly user: string
  /** A driver with other options or hooks for the same server and user. */
  driverFor(options: object, parts?: Partial<MysqlDriverParts>): MysqlDriver
  /** A statement that is made of the driver's own commands. */
  carry(commands: readonly [...Mysql2Command[], Mysql2Command], statements?: SessionStatements): Statement
}

export const rowsOf = async (admin: AdminConnection, text: string): Promise<RowDataPacket[]> =>
  (await admin.query<RowDataPacket[]>(text))[0]

export async function mysqlSubject(flavour: MysqlFlavour, options: object = {}): Promise<MysqlSubject> {
  const server = await serverOf(flavour)
  const admin = await mysqlPromise.createConnection({ uri: server.url(), rowsAsArray: true })
  const proxy = await startFaultProxy(server)
  const user = `c_${randomBytes(6).toString('hex')}`
  await admin.query(`create user ${user}@'%' identified by 'secret'`)
  await admin.query(`grant all on *.* to ${user}@'%'`)
  const wires = new Set<MysqlWire>()
  const driverFor: MysqlSubject['driverFor'] = (more, parts = {}) => {
    const driver = new MysqlDriver({
      mysql2: module,
      engine: standInEngine,
      hooks: { initQuery: [], onConnect: null, announce: () => {} },
      config: () => ({
        ...{ host: proxy.host, port: proxy.port, user, password: 'secret', database: server.database },
        ...options,
        ...more,
      }),
      removed: () => {},
      ...parts,
    })
    const open = driver.open.bind(driver)
    driver.open = async (...args) => {
      const wire = await open(...args)
      wires.add(wire)
      return wire
    }
    return driver
  }
  const carry: MysqlSubject['carry'] = (commands, statements = new SessionStatements(100)) => {
    for (const command of commands)
      if (command instanceof classes.Prepare)
        remembers(statements, command, (options) => module.Connection.statementKey(options))
    const [first, last] = commands
    const [prepare, caller] = last === undefined ? ([null, first] as const) : ([first, last] as const)
    return new Statement(prepare, caller, shapeOf(classes, caller) as ReplyShape, classes, {
      statements,
      goesTo: () => {},
    })
  }
  const connections = async (): Promise<number> => {
    const rows = await rowsOf(admin, `select count(*) from information_schema.processlist where user = '${user}'`)
    return Number((rows[0] as unknown as unknown[])[0])
  }
  return {
    driver: driverFor({}),
    refused: driverFor({ database: 'there is no such database' }),
    driverFor,
    proxy,
    admin,
    user,
    carry,
    clock: systemClock,
    texts: {
      one: 'select 1',
      fails: 'select nothing_of_this_name',
      begin: 'begin',
      rollback: 'rollback',
      waits: 'select 1 from (select 1 as n) as t where sleep(600)',
      leaves: 'set sort_buffer_size = 400000',
      shows: 'select @@sort_buffer_size',
    },
    afterError: 'open',
    reported: { text: "set time_zone = '+05:00'", name: 'time_zone', value: '+05:00' },
    ticket: (text, heard) => {
      const told = (error: unknown, rows: unknown): void =>
        heard({ rows: Array.isArray(rows) ? rows : [], error: (error as Error | null) ?? null })
      return carry([new classes.Query({ sql: text, rowsAsArray: true }, told)])
    },
    kill: async (wire) => {
      await admin.query(`kill ${wire.connection.threadId}`)
      await until(async () => {
        const rows = await rowsOf(
          admin,
          `select 1 from information_schema.processlist where id = ${wire.connection.threadId}`,
        )
        return rows.length === 0
      }, 'the end at the server')
    },
    connections,
    freeze: () => {
      proxy.mode = 'blackhole'
    },
    holds: ({ connection }) => {
      const stream = connection.stream as unknown as Handled & { readonly _parent?: Handled | null }
      return (stream._parent ?? stream)._handle.hasRef()
    },
    close: async () => {
      proxy.mode = 'pass'
      await Promise.all([...wires].map((wire) => wire.destroy()))
      await proxy.close()
      await admin.query(`drop user ${user}@'%'`)
      await admin.end()
    },
  }
}
