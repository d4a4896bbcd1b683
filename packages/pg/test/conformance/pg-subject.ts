import { randomBytes } from 'node:crypto'
import { systemClock } from '@muxpool/core/adapter'
import { postgresEngine } from '@muxpool/core/postgres'
import type { Subject } from '@muxpool/core/testing'
import { type FaultProxy, startFaultProxy } from '@muxpool/test-servers'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { PgDriver } from '../../src/driver.ts'
import type { PgClient, PgModule } from '../../src/driver-members.ts'
import { ofNobody, QueryMaker, type QuerySource } from '../../src/facade/run-query.ts'
import { SharedNames } from '../../src/statement-names.ts'
import type { PgTicket } from '../../src/ticket.ts'
import type { PgWire } from '../../src/wire.ts'

const module = pg as unknown as PgModule

/** The driver on a real server, behind a proxy that can be silent, with a name by which the server counts it. */
export interface PgSubject extends Subject<PgWire, PgTicket> {
  readonly driver: PgDriver
  readonly proxy: FaultProxy
  readonly admin: pg.Client
  readonly maker: QueryMaker
  /** A statement in pg's own words. */
  statement(
    config: unknown,
    heard: (error: Error | undefined, result?: unknown) => void,
    source?: QuerySource,
  ): PgTicket
}

export async function pgSubject(): Promise<PgSubject> {
  const url = new URL(sharedPostgres(18))
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  const proxy = await startFaultProxy({ host: url.hostname, port: Number(url.port) })
  const name = `conformance ${randomBytes(6).toString('hex')}`
  const maker = new QueryMaker(module, new SharedNames('secret of the test'))
  const wires = new Set<PgWire>()
  const driverFor = (more: object): PgDriver =>
    new PgDriver({
      pg: module,
      engine: postgresEngine({ maxClassifiedBytes: 10_000 }),
      hooks: { initQuery: [], onConnect: null, verify: null, announce: () => {} },
      config: () => ({
        connectionString: url.href,
        ...{ host: proxy.host, port: proxy.port, application_name: name },
        ...more,
      }),
      clientClass: () => ClientOfProxy,
      stream: undefined,
      removed: () => {},
    })
  // The connection string wins over host and port.
  const ClientOfProxy = class extends (pg.Client as unknown as new (config: object) => PgClient) {
    constructor(config: object) {
      const { connectionString: _, ...given } = config as { connectionString: string }
      const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent)
      super({ user, password, database, ...given })
    }
  }
  const driver = driverFor({})
  const open = driver.open.bind(driver)
  driver.open = async (...args) => {
    const wire = await open(...args)
    wires.add(wire)
    return wire
  }
  const statement: PgSubject['statement'] = (config, heard, source = ofNobody) => {
    const ticket: PgTicket = maker.statement(config, undefined, source, (error, result) =>
      ticket.context.runInAsyncScope(heard, undefined, error, result),
    )
    return ticket
  }
  return {
    driver,
    refused: driverFor({ database: 'there is no such database' }),
    proxy,
    admin,
    maker,
    clock: systemClock,
    texts: {
      one: 'select 1',
      fails: 'select 1/0',
      begin: 'begin',
      rollback: 'rollback',
      waits: 'select pg_sleep(600)',
      leaves: "set work_mem = '9MB'",
      shows: 'show work_mem',
    },
    afterError: 'failed',
    reported: { text: "set timezone = 'Europe/Berlin'", name: 'TimeZone', value: 'Europe/Berlin' },
    statement,
    ticket: (text, heard) =>
      statement({ text, rowMode: 'array' }, (error, result) =>
        heard({ rows: (result as pg.QueryArrayResult | undefined)?.rows ?? [], error: error ?? null }),
      ),
    kill: async (wire) => {
      await admin.query('select pg_terminate_backend($1, 5000)', [wire.client.processID])
    },
    connections: async () => {
      const { rows } = await admin.query(
        'select count(*)::int as n from pg_stat_activity where application_name = $1',
        [name],
      )
      return rows[0].n
    },
    freeze: () => {
      proxy.mode = 'blackhole'
    },
    holds: (wire) => (wire.client.connection.stream as unknown as { _handle: { hasRef(): boolean } })._handle.hasRef(),
    close: async () => {
      proxy.mode = 'pass'
      await Promise.all([...wires].map((wire) => driver.close(wire, 'abort')))
      await proxy.close()
      await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1', [
        name,
      ])
      await admin.end()
    },
  }
}
