import { createServer } from 'node:net'
import { systemClock } from '@muxpool/core/adapter'
import { until, within } from '@muxpool/core/testing'
import { describe, expect, test } from 'vitest'
import type { Mysql2Connection } from '../../src/driver-members.ts'
import { onBothServers } from '../harness.ts'
import type { MysqlSubject } from '../mysql-subject.ts'

const deaf = { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} }

/** The error of an attempt to open, and what it says of the next. */
async function attempt(
  { driverFor }: MysqlSubject,
  ...args: Parameters<MysqlSubject['driverFor']>
): Promise<readonly [string, Error & { errno?: number; code?: string; cause?: unknown }]> {
  const driver = driverFor(...args)
  const error = await driver.open(deaf, within(systemClock)).then(
    () => expect.fail('it was opened'),
    (reason: Error) => reason,
  )
  return [driver.judgeOpenError(error), error]
}

describe('opening', () => {
  onBothServers('that the server refuses', (stage) => {
    test.each<[string, object, string, number]>([
      ['a wrong password', { password: 'wrong' }, 'permanent', 1045],
      ['no password', { password: undefined }, 'permanent', 1045],
      ['an unknown schema', { database: 'not_there' }, 'permanent', 1049],
    ])('for %s', async (_why, options, kind, errno) => {
      const [judged, error] = await attempt(stage().subject, options)
      expect([judged, error.errno]).toEqual([kind, errno])
      await until(async () => (await stage().subject.connections()) === 1, 'the end at the server')
    })

    test('for a schema without the right to it', async () => {
      const { admin, user } = stage().subject
      await admin.query(`revoke all privileges, grant option from ${user}@'%'`)
      const [judged, error] = await attempt(stage().subject, {})
      expect([judged, error.errno]).toEqual(['permanent', 1044])
    })

    test('because it is full, or this user has as many connections as he may', async () => {
      const { admin, user, driverFor, proxy } = stage().subject
      // Counted are the connections that were opened under the limit.
      await admin.query(`alter user ${user}@'%' with max_user_connections 1`)
      await driverFor({}).open(deaf, within(systemClock))
      const [judged, error] = await attempt(stage().subject, {})
      expect([judged, error.errno]).toEqual(['full', 1226])
      await admin.query(`alter user ${user}@'%' with max_user_connections 0`)
      await admin.query(`revoke all privileges, grant option from ${user}@'%'`)
      await admin.query(`grant select on test.* to ${user}@'%'`)
      await admin.query('set global max_connections = 10')
      const driver = driverFor({})
      try {
        const errors: unknown[] = []
        for (let n = 0; n < 12; n += 1)
          await driver.open(deaf, within(systemClock)).catch((error) => errors.push(error))
        expect(
          errors.map((error) => [driver.judgeOpenError(error as Error), (error as { errno: number }).errno]),
        ).toEqual(errors.map(() => ['full', 1040]))
        expect(errors.length).toBeGreaterThan(0)
        // The server answers all the same.
        expect(await driver.pulse(within(systemClock))).toBe(true)
      } finally {
        proxy.killAll()
        await until(async () => admin.query('set global max_connections = 100').then(() => true), 'the way back')
      }
    })

    test('is not held against the next attempt when nobody is there, or somebody else', async () => {
      const { subject } = stage()
      expect((await attempt(subject, { port: 1 }))[0]).toBe('transient')
      expect((await attempt(subject, { host: 'not-there.invalid' }))[0]).toBe('transient')
      const other = createServer((socket) => socket.end('SSH-2.0-other\r\n'))
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      const { port } = other.address() as { port: number }
      const [judged] = await attempt(subject, { port })
      expect(['transient', 'permanent']).toContain(judged)
      other.close()
    })

    test('by options that make no sense is told at once', async () => {
      expect(await attempt(stage().subject, { charset: 'klingon' })).toMatchObject([
        'permanent',
        { message: expect.stringContaining('klingon') },
      ])
    })
  })

  onBothServers('with a password that is asked for', (stage) => {
    test('asks for each connection', async () => {
      let asked = 0
      const driver = stage().subject.driverFor({
        password: async () => {
          asked += 1
          return 'secret'
        },
      })
      await driver.open(deaf, within(systemClock))
      await driver.open(deaf, within(systemClock))
      expect(asked).toBe(2)
    })

    test('fails as the asking does, and ends in time where it never answers', async () => {
      const refused = () => Promise.reject(Object.assign(new Error('no token'), { code: 'ECONNREFUSED' }))
      expect(await attempt(stage().subject, { password: refused })).toMatchObject([
        'transient',
        { message: 'no token' },
      ])
      const never = stage().subject.driverFor({ password: () => new Promise(() => {}) })
      const error = await never.open(deaf, within(systemClock, 50)).catch((reason) => reason)
      expect([error.code, never.judgeOpenError(error)]).toEqual(['MUX_CONNECT_TIMEOUT', 'transient'])
    })
  })

  onBothServers('with hooks', (stage) => {
    const hooks = { initQuery: [] as string[], onConnect: null, announce: () => {} }

    test('runs them before anybody has the connection, and again after a reset', async () => {
      const texts = ["set @hook = 'on'"]
      const driver = stage().subject.driverFor(
        {},
        {
          hooks: {
            initQuery: ["set @init = 'é'"],
            onConnect: null,
            announce: (connection: Mysql2Connection) =>
              (connection as unknown as { query(text: string, values?: unknown): void }).query(texts[0]!, []),
          },
        },
      )
      const wire = await driver.open(deaf, within(systemClock))
      const seen = () => driver.control(wire, [{ text: 'select @init, @hook' }], within(systemClock))
      expect(await seen()).toEqual([[['é', 'on']]])
      await driver.reset(wire, within(systemClock))
      expect(await seen()).toEqual([[['é', 'on']]])
    })

    test('gives them what they ask for, and the errors', async () => {
      const answers: unknown[] = []
      const onConnect = async (connection: Mysql2Connection): Promise<void> => {
        const face = connection as unknown as {
          [method in 'query' | 'execute']: (
            sql: object,
            back: (error: { errno: number } | null, rows: unknown) => void,
          ) => void
        }
        const ask = (method: 'query' | 'execute', sql: string, values?: unknown[]): Promise<unknown> =>
          new Promise((resolve) =>
            face[method]({ sql, values, rowsAsArray: true }, (error, rows) => resolve(error?.errno ?? rows)),
          )
        answers.push(await ask('query', 'select 1 union all select 2'))
        answers.push(await ask('query', 'select nothing'))
        answers.push(await ask('query', 'select 1 from dual where false'))
        answers.push(await ask('execute', 'select ? as a, ? as b', ['x', 'y']))
        answers.push(await ask('execute', 'select 3'))
      }
      const driver = stage().subject.driverFor({}, { hooks: { ...hooks, onConnect } })
      const wire = await driver.open(deaf, within(systemClock))
      expect(answers).toEqual([[[1], [2]], 1054, [], [['x', 'y']], [[3]]])
      expect(await driver.control(wire, [{ text: 'select 4' }], within(systemClock))).toEqual([[['4']]])
    })

    test('fails with them, and leaves no connection', async () => {
      const { subject } = stage()
      const bad = await attempt(subject, {}, { hooks: { ...hooks, initQuery: ['set nothing = 1'] } })
      expect(bad).toMatchObject(['permanent', { code: 'MUX_INIT_FAILED', cause: { errno: 1193 } }])
      const open = await attempt(subject, {}, { hooks: { ...hooks, initQuery: ['begin'] } })
      expect(open).toMatchObject(['permanent', { code: 'MUX_INIT_FAILED' }])
      const onConnect = () => Promise.reject(new Error('of the hook'))
      expect(await attempt(subject, {}, { hooks: { ...hooks, onConnect } })).toMatchObject([
        'permanent',
        { message: 'of the hook' },
      ])
      await until(async () => (await subject.connections()) === 1, 'the end at the server')
    })

    test('takes the connection from them once it belongs to the sessions', async () => {
      let kept: { query(text: string): void } | undefined
      const announce = (connection: Mysql2Connection): void => {
        kept = connection as unknown as typeof kept
      }
      await stage()
        .subject.driverFor({}, { hooks: { ...hooks, announce } })
        .open(deaf, within(systemClock))
      expect(() => kept?.query('set @a = 1')).toThrow('belongs to the sessions')
    })
  })
})
