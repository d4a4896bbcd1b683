import { createPool } from '@muxpool/pg'
import {
  type FaultProxy,
  type PostgresServer,
  startFaultProxy,
  startPostgres,
  whyNoControl,
} from '@muxpool/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`connections that are lost while they are opened${reason ?? ''}`, () => {
  let server: PostgresServer
  let proxy: FaultProxy
  beforeAll(async () => {
    server = await startPostgres({ version: 18 })
    proxy = await startFaultProxy(server)
  })
  afterAll(async () => {
    await proxy.close()
    await server.dispose()
  })

  const poolThroughProxy = () =>
    createPool({
      host: proxy.host,
      port: proxy.port,
      user: server.user,
      database: server.database,
      maxConnections: 2,
      initQuery: 'select /*init*/ 1',
    })

  /** Cuts one connection in its init, when its query is sent. */
  const cutNextInit = (): void => {
    proxy.tamper = (data, direction, connection) => {
      if (direction === 'to-client' || !data.includes('/*init*/')) return [{ data }]
      proxy.tamper = null
      setImmediate(() => connection.endClient())
      return []
    }
  }

  it('lets those who wait go on waiting: a lost connection is no wrong initQuery', async () => {
    await using pool = poolThroughProxy()
    const first = await pool.connect()
    await first.query('begin')
    cutNextInit()
    const { rows } = await pool.query('select 1 as one')
    expect(rows).toEqual([{ one: 1 }])
    await first.query('commit')
    first.release()
  })

  it('says not-sent to those who are told at once, as no connection was ever good', async () => {
    await using pool = poolThroughProxy()
    cutNextInit()
    await expect(pool.query('select 1')).rejects.toMatchObject({ fate: 'not-sent' })
  })
})
