import { describe, expect, test } from 'vitest'
import { liveMax } from '../../src/facade/live-max.ts'
import { clientConfig, coreOptions, type GivenOptions } from '../../src/facade/options.ts'

const day = 86_400_000
const options = (given: GivenOptions) => coreOptions(given, 10_000)

describe("pg's names", () => {
  test.each<[GivenOptions, object]>([
    [{}, { maxConnections: null, keepConnections: 0, idleConnectionTimeoutMillis: 10_000 }],
    [
      { max: 3, min: 2, maxUses: 7 },
      { maxConnections: 3, keepConnections: 2, minConnections: 0, maxUses: 7 },
    ],
    [{ poolSize: 4 }, { maxConnections: 4 }],
    [
      { max: 0, min: 0, maxUses: 0 },
      { maxConnections: null, keepConnections: 0, maxUses: Number.POSITIVE_INFINITY },
    ],
    [{ max: 3, maxConnections: 5 }, { maxConnections: 5 }],
    // As programs take them from the environment.
    [
      { max: '3', min: '1', idleTimeoutMillis: '500' },
      { maxConnections: 3, keepConnections: 1, idleConnectionTimeoutMillis: 500 },
    ],
    [{ maxLifetimeSeconds: 0.05 }, { maxConnectionLifetimeMillis: 50 }],
    [{ maxLifetimeSeconds: '60' }, { maxConnectionLifetimeMillis: 60_000 }],
    [{ maxLifetimeSeconds: 0 }, { maxConnectionLifetimeMillis: day }],
    [{ idleTimeoutMillis: 0 }, { idleConnectionTimeoutMillis: 0 }],
    [{ idleTimeoutMillis: 0.5 }, { idleConnectionTimeoutMillis: 1 }],
    [{ idleTimeoutMillis: 2 ** 31 - 1 }, { idleConnectionTimeoutMillis: day }],
    [{ query_timeout: 100 }, { statementTimeoutMillis: 100 }],
  ])('%o', (given, expected) => {
    expect(options(given)).toMatchObject(expected)
  })

  test.each<[GivenOptions, number, number]>([
    [{ connectionTimeoutMillis: 300 }, 300, 270],
    [{ connectionTimeoutMillis: '5000' }, 5_000, 4_950],
    [{ connectionTimeoutMillis: 1 }, 1, 1],
    [{ connectionTimeoutMillis: 0 }, 120_000, 15_000],
    [{ connectionTimeoutMillis: 300, connectTimeoutMillis: 1_000 }, 300, 1_000],
    [{ connectionBorrowTimeoutMillis: 1_000, connectTimeoutMillis: 1_000 }, 1_000, 950],
  ])('%o: opening fails in front of waiting where both have one limit', (given, borrow, connect) => {
    expect(options(given)).toMatchObject({ connectionBorrowTimeoutMillis: borrow, connectTimeoutMillis: connect })
  })

  test.each<GivenOptions>([{ max: 'many' }, { max: -1 }, { max: 2.5 }, { idleTimeoutMillis: 'soon' }])(
    '%o is refused',
    (given) => {
      expect(() => options(given)).toThrow(expect.objectContaining({ code: 'MUX_OPTION_RANGE' }))
    },
  )

  test('a password is handed on, and not shown', () => {
    const config = clientConfig({ user: 'u', password: 'secret', query_timeout: 5, connectionTimeoutMillis: 5 })
    expect((config as { password: string }).password).toBe('secret')
    expect(Object.keys(config).sort()).toEqual(['keepAlive', 'stream', 'user'])
  })
})

describe('max', () => {
  test.each<[unknown, number | null]>([
    [5, 5],
    ['6', 6],
    [2.5, 3],
    [1e9, 100_000],
    [0, null],
    ['many', null],
    [undefined, null],
  ])('%o, set while the pool runs, bounds to %o', (max, bound) => {
    const live: { max: unknown } = { max: 10 }
    const made = liveMax(8, {}, live)
    expect([made?.maxConnections(), made?.ceiling]).toEqual([8, 100_000])
    live.max = max
    expect(made?.maxConnections()).toBe(bound)
  })

  test.each([{ maxConnections: 4 }, { maxConnectionsPercent: 50 }])("is not read beside muxpool's own %o", (given) => {
    expect(liveMax(4, given, { max: 10 })).toBe(null)
  })
})
