import { inspect } from 'node:util'
import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import type { World } from '../harness/world.ts'

async function withClient(w: World, use: (client: FaceClient) => unknown, options = {}): Promise<unknown> {
  const client = await w.pool({ max: 1, ...options }).connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

export const clientMemberCases: readonly FaceCase[] = [
  {
    id: 'client.address',
    members: ['client.user', 'client.database', 'client.port', 'client.host', 'client.ssl', 'client.replication'],
    run: (w) =>
      withClient(w, (client) => {
        const { user, database, port, host } = client
        const { ssl, replication } = client as unknown as Record<string, unknown>
        const { server } = w
        const same = [user === server.user, database === server.database, port === server.port, host === server.host]
        return { same, ssl, replication, types: [typeof user, typeof database, typeof port, typeof host] }
      }),
  },
  {
    id: 'client.password-hidden',
    members: ['client.password'],
    run: (w) =>
      withClient(
        w,
        (client) => ({
          enumerable: Object.keys(client).includes('password'),
          inspected: inspect(client, { depth: 4 }).includes('very-secret'),
        }),
        { connectionString: undefined, ...w.server, password: 'very-secret' },
      ),
  },
  {
    id: 'client.escape',
    members: ['client.escapeIdentifier', 'client.escapeLiteral'],
    run: (w) =>
      withClient(w, (client) => [
        client.escapeIdentifier('a"b'),
        client.escapeLiteral("a'b\\c"),
        w.driver.Client.prototype.escapeIdentifier('x"y'),
        w.driver.Client.prototype.escapeLiteral("x'y"),
      ]),
  },
  {
    id: 'client.process-id-is-a-number',
    members: ['client.processID', 'client.secretKey'],
    run: (w) =>
      withClient(w, async (client) => {
        const before = client.processID
        await client.query('select 1')
        return {
          type: typeof client.processID,
          positive: client.processID > 0,
          stable: before === client.processID,
          secret: client.secretKey !== null && client.secretKey !== undefined,
        }
      }),
  },
  {
    id: 'client.process-id-is-the-backend',
    members: ['client.processID'],
    muxpool: { deviation: 'process-id-is-virtual', observes: { same: false } },
    run: (w) =>
      withClient(w, async (client) => {
        const { rows } = await client.query('select pg_backend_pid() as pid')
        return { same: rows[0].pid === client.processID }
      }),
  },
  {
    id: 'client.process-ids-of-two-clients-differ',
    members: ['client.processID'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const [a, b] = await Promise.all([pool.connect(), pool.connect()])
      const differ = a.processID !== b.processID
      a.release()
      b.release()
      return differ
    },
  },
  {
    id: 'client.transaction-status',
    members: ['client.getTransactionStatus'],
    run: (w) =>
      withClient(w, async (client) => {
        const seen: unknown[] = [client.getTransactionStatus()]
        for (const text of ['begin', 'select 1', 'savepoint s', 'commit', 'select 1', 'begin; select 1']) {
          await client.query(text)
          seen.push([text, client.getTransactionStatus()])
        }
        await client.query('select 1/0').catch(() => undefined)
        // pg settles the error before the server has said the status: ask after the next answer.
        await client.query('select 1').catch(() => undefined)
        await w.roundTrips()
        seen.push(['failed', client.getTransactionStatus()])
        await client.query('rollback')
        seen.push(['rollback', client.getTransactionStatus()])
        return seen
      }),
  },
  {
    id: 'client.ref-and-unref',
    members: ['client.ref', 'client.unref'],
    run: (w) =>
      withClient(w, async (client) => {
        const { ref, unref } = client as unknown as { ref(): unknown; unref(): unknown }
        const returned = [unref.call(client), ref.call(client)]
        return { returned, rows: (await client.query('select 1 as one')).rows }
      }),
  },
  {
    id: 'client.options-shown',
    members: [
      'client.binary',
      'client.enableChannelBinding',
      'client.scramMaxIterations',
      'client.sslNegotiation',
      'client.connectionParameters',
      'client.password',
    ],
    muxpool: {
      deviation: 'options-are-not-shown',
      observes: ['undefined', 'undefined', 'undefined', 'undefined', 'undefined', 'undefined'],
    },
    run: (w) =>
      withClient(w, (client) => {
        const { binary, enableChannelBinding, scramMaxIterations, sslNegotiation, connectionParameters, password } =
          client as unknown as Record<string, unknown>
        const all = [binary, enableChannelBinding, scramMaxIterations, sslNegotiation, connectionParameters, password]
        return all.map((value) => typeof value)
      }),
  },
  {
    id: 'client.pipeline-is-off',
    members: ['client.pipeline'],
    run: (w) => withClient(w, (client) => client.pipeline),
  },
  {
    id: 'client.private-state',
    members: ['client._ending', 'client._queryable', 'client._connected', 'client._ended'],
    muxpool: {
      deviation: 'private-client-members',
      observes: { _ending: undefined, _queryable: undefined, _connected: undefined, _ended: undefined },
    },
    run: (w) =>
      withClient(w, (client) => {
        const { _ending, _queryable, _connected, _ended } = client as unknown as Record<string, unknown>
        return { _ending, _queryable, _connected, _ended }
      }),
  },
]
