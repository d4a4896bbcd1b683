import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { serverDown } from '../../src/bars/bar5-server-down.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 5, a server that is down${reason ?? ''}`, () => {
  it('is asked seldom, keeps no timer back, and is noticed when it returns', async () => {
    const report = new Report(() => {})
    await serverDown(3_000, ['every connection is reset'], report)
    expect(report.faults).toEqual([])
  })
})
