import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from '@muxpool/pg'
import { startFaultProxy } from '@muxpool/test-servers'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { expect, it } from 'vitest'

/** PostgreSQL's Terminate: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const farewell = Buffer.from([0x58, 0, 0, 0, 4])

it('says good-bye to the server also when a connection is closed at the boundary of a statement', async () => {
  const { hostname, port, pathname, username } = new URL(sharedPostgres(18))
  const proxy = await startFaultProxy({ host: hostname, port: Number(port) })
  let farewells = 0
  proxy.tamper = (data, direction) => {
    if (direction === 'to-server' && data.subarray(-farewell.length).equals(farewell)) farewells += 1
    return [{ data }]
  }
  await using pool = createPool({
    host: proxy.host,
    port: proxy.port,
    user: username,
    database: pathname.slice(1),
    maxConnections: 1,
  })
  const cut = await pool.connect()
  const running = cut.query('select pg_sleep(10)').catch(() => {})
  await sleep(100)
  cut.release(true)
  await running
  // The slot is free only when the server has closed its side: a server process that nobody waits for is one too many.
  await pool.query('select 1')
  expect(farewells).toBe(1)
  // Retired at the boundary of this one, and replaced for the next.
  const last = pool.query('select pg_sleep(0.05)')
  await sleep(20)
  pool.reconnect()
  await last
  await pool.query('select 1')
  expect(farewells).toBe(2)
  await pool.end()
  await proxy.close()
})
