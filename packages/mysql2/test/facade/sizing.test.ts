import { expect, test } from 'vitest'
import { facesOnBothServers, query } from './stage.ts'

facesOnBothServers('a pool that may have all that its account may', (stage) => {
  test('can still cancel: KILL QUERY needs a connection too', async () => {
    const { admin, url, pool } = stage()
    await admin.query("drop user if exists bounded@'127.0.0.1'")
    await admin.query("create user bounded@'127.0.0.1' with max_user_connections 3")
    const { hostname: host, port } = new URL(url)
    const own = pool({ host, port: Number(port), uri: undefined as never, user: 'bounded', maxConnectionsPercent: 100 })
    let lost = 0
    own.events.on('connectionLost', () => {
      lost += 1
    })
    await query(own, 'select 1')
    expect(own.snapshot().maxDatabaseConnectionsAllowed).toBe(2)
    const endless = { sql: 'select 1 from (select 1 as n) as t where sleep(600)', timeout: 200 }
    const answers = await Promise.all(Array.from({ length: 2 }, () => query(own, endless)))
    for (const { error } of answers) expect(error).toMatchObject({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' })
    // Behind the fence, on the same connections.
    const more = await Promise.all(Array.from({ length: 2 }, () => query(own, 'select sleep(0.05) as slept')))
    for (const { rows } of more) expect(rows).toEqual([{ slept: 0 }])
    expect(lost).toBe(0)
    expect(own.snapshot().stateDiscarded.close).toBe(0)
  })
})
