import { MuxError } from '@muxpool/core/adapter'
import { expect, test } from 'vitest'
import { judgeOpenError } from '../../src/open-errors.ts'

const error = (parts: object): Error => Object.assign(new Error('of a test'), parts)

/** Those that no test server gives: see failing.test.ts and tls-and-compression.test.ts for the others. */
test.each([
  ['full', error({ errno: 1203, code: 'ER_TOO_MANY_USER_CONNECTIONS' })],
  ['permanent', error({ errno: 1130, code: 'ER_HOST_NOT_PRIVILEGED' })],
  ['permanent', error({ errno: 1820, code: 'ER_MUST_CHANGE_PASSWORD' })],
  ['permanent', error({ code: 'AUTH_SWITCH_PLUGIN_ERROR', fatal: true })],
  ['transient', error({ errno: 1053, code: 'ER_SERVER_SHUTDOWN' })],
  ['transient', error({ errno: -104, code: 'ECONNRESET', syscall: 'read' })],
  ['transient', error({ errno: -104, code: 'HANDSHAKE_SSL_ERROR', syscall: 'read' })],
  ['transient', error({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
  ['transient', new MuxError('MUX_INIT_FAILED', '', { phase: 'init', cause: error({ code: 'ECONNRESET' }) })],
  ['permanent', new MuxError('MUX_INIT_FAILED', '', { phase: 'init', cause: error({ errno: 1193, code: 'ER_X' }) })],
])('%s: %o', (kind, reason) => expect(judgeOpenError(reason)).toBe(kind))
