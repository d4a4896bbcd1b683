import { conformance } from '@muxpool/core/testing'
import { describe, test } from 'vitest'
import { pgSubject } from './pg-subject.ts'

describe('the driver for pg does what every driver must do', () => {
  for (const { name, skip, run } of conformance()) {
    test.skipIf(skip !== null)(skip === null ? name : `${name} (skipped: ${skip})`, () => run(pgSubject))
  }
})
