import { createPool, type Pool } from '@muxpool/pg'
import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

describe('the numbers of a real pool', () => {
  let pool: Pool
  let told: { [event: string]: number }

  beforeEach(() => {
    told = { borrow: 0, return: 0, wait: 0, pin: 0, unpin: 0, connectionOpen: 0, connectionClose: 0, stateDiscarded: 0 }
    pool = createPool({
      connectionString: sharedPostgres(18),
      maxConnections: 4,
      application_name: 'muxpool snapshot test',
    })
    for (const event of Object.keys(told) as 'borrow'[])
      pool.events.on(event, () => {
        told[event] = (told[event] ?? 0) + 1
      })
  })
  afterEach(() => pool.end())

  /** Two statements outside of a transaction, a transaction of four (BEGIN and COMMIT included), an error. */
  async function visit(n: number): Promise<void> {
    const client = await pool.connect()
    await client.query('select 1')
    await client.query('begin')
    await client.query('select $1::int', [n])
    await client.query('select pg_sleep(0.001)')
    await client.query('commit')
    await client.query('select 1/0').catch(() => {})
    if (n % 10 === 0) await client.query("set application_name to 'pinned'")
    client.release()
  }
  const visits = 60
  const pinning = 6
  const statements = visits * 6 + pinning

  it('count what the program did, and what the events told', async () => {
    await Promise.all(Array.from({ length: visits }, (_, n) => visit(n)))
    await atRest()
    const snapshot = pool.snapshot()
    expect(snapshot).toMatchObject({
      clientConnections: 0,
      clientConnectionsPeak: visits,
      waiting: 0,
      queryRequests: statements,
      queryRequestsByFate: { ok: statements - visits, 'refused-by-server': visits, 'in-doubt': 0, 'not-sent': 0 },
      transactions: visits,
      // Each visit borrows for a statement, for the transaction, and for the error; each pin on its own connection.
      leases: visits * 3 + pinning,
      pins: pinning,
      pinsByReason: { setting: pinning },
      stateDiscarded: { reset: pinning, close: 0 },
      databaseConnectionsCurrentlyBorrowed: 0,
      databaseConnectionsPeak: 4,
      maxDatabaseConnectionsAllowed: 4,
    })
    expect(snapshot.waits.count).toBeGreaterThan(visits - 4 - 1)
    expect(told).toMatchObject({
      borrow: snapshot.leases,
      return: snapshot.leases,
      wait: snapshot.waits.count,
      pin: pinning,
      unpin: pinning,
      connectionOpen: snapshot.databaseConnectionsSetupSucceeded,
      connectionClose: snapshot.databaseConnectionsClosed,
      stateDiscarded: pinning,
    })
    expect(snapshot.databaseConnections).toBe(
      snapshot.databaseConnectionsSetupSucceeded - snapshot.databaseConnectionsClosed,
    )
  })

  it('say how many sessions shared the connections', async () => {
    const sessions = await Promise.all(Array.from({ length: 40 }, () => pool.connect()))
    for (const session of sessions) await session.query('select 1')
    // One statement at a time needs one connection, whatever the number of sessions.
    expect(pool.snapshot().multiplexingRatio).toBe(40)
    for (const session of sessions) session.release()
  })

  it('agree with the server at every instant', async () => {
    const seen: { open: number; borrowed: number; leased: number }[] = []
    const watch = (): void => {
      const { databaseConnections, databaseConnectionsCurrentlyBorrowed, places } = pool.snapshot()
      seen.push({
        open: databaseConnections,
        borrowed: databaseConnectionsCurrentlyBorrowed,
        leased: places.leased + places.quarantined,
      })
    }
    const timer = setInterval(watch, 1)
    await Promise.all(Array.from({ length: visits }, (_, n) => visit(n)))
    clearInterval(timer)
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.filter(({ open }) => open > 4)).toEqual([])
    expect(seen.filter(({ borrowed, leased }) => borrowed !== leased)).toEqual([])
    await atRest()
    const { rows } = await pool.query(
      "select count(*)::int as open from pg_stat_activity where application_name = 'muxpool snapshot test'",
    )
    expect(rows[0].open).toBe(pool.snapshot().databaseConnections)
  })

  /** Resets are over: every connection is idle. */
  async function atRest(): Promise<void> {
    await expect.poll(() => pool.snapshot().places.idle, { timeout: 5_000 }).toBe(pool.snapshot().databaseConnections)
  }
})
