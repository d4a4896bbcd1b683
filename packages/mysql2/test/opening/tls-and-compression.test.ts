import { systemClock } from '@muxpool/core/adapter'
import { conformance, within } from '@muxpool/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disposeServers, mysqlSubject, serverOf } from '../mysql-subject.ts'

beforeAll(() => Promise.all([serverOf('mysql'), serverOf('mariadb')]))
afterAll(disposeServers)

/** The server's certificate is its own authority: who looks at it refuses it. */
const ways = {
  'compressed, on mysql': ['mysql', { compress: true }],
  'compressed, on mariadb': ['mariadb', { compress: true }],
  'by TLS, on mysql': ['mysql', { ssl: { rejectUnauthorized: false } }],
  'by TLS and compressed, on mysql': ['mysql', { ssl: { rejectUnauthorized: false }, compress: true }],
} as const

describe.each(Object.entries(ways))('the driver does %s what every driver must do', (_way, [flavour, options]) => {
  for (const { name, run } of conformance()) test(name, () => run(() => mysqlSubject(flavour, options)))

  test('and the server knows it', async () => {
    const subject = await mysqlSubject(flavour, options)
    const wire = await subject.driver.open(
      { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} },
      within(systemClock),
    )
    const text = "show session status where variable_name in ('Compression', 'Ssl_version')"
    const [rows = []] = await subject.driver.control(wire, [{ text }], within(systemClock))
    const shown = Object.fromEntries(rows as [string, string][])
    expect(shown.Compression).toBe('compress' in options ? 'ON' : 'OFF')
    expect(shown.Ssl_version ?? '').toMatch('ssl' in options ? /TLS/ : /^$/)
    await subject.close()
  })
})

test.each([
  ['that nobody vouches for', 'mysql', { ssl: {} }, 'HANDSHAKE_SSL_ERROR'],
  ['that is not offered', 'mariadb', { ssl: {} }, 'HANDSHAKE_NO_SSL_SUPPORT'],
] as const)('TLS %s is an error that no other attempt helps', async (_what, flavour, options, code) => {
  const subject = await mysqlSubject(flavour, options)
  const sink = { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} }
  const error = await subject.driver.open(sink, within(systemClock)).catch((reason) => reason)
  expect([error.code, subject.driver.judgeOpenError(error)]).toEqual([code, 'permanent'])
  expect(await subject.connections()).toBe(0)
  await subject.close()
})
