import { conformance } from '@muxpool/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { disposeServers, mysqlSubject, serverOf } from '../mysql-subject.ts'

beforeAll(() => Promise.all([serverOf('mysql'), serverOf('mariadb')]))
afterAll(disposeServers)

describe.each(['mysql', 'mariadb'] as const)(
  'the driver for mysql2 does on %s what every driver must do',
  (flavour) => {
    for (const { name, skip, run } of conformance()) {
      test.skipIf(skip !== null)(skip === null ? name : `${name} (skipped: ${skip})`, () =>
        run(() => mysqlSubject(flavour)),
      )
    }
  },
)
