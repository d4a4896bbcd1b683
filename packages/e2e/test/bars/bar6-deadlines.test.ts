import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { deadlines } from '../../src/bars/bar6-deadlines.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 6, borrow deadlines${reason ?? ''}`, () => {
  it('settles each wait in time and names its cause', async () => {
    const report = new Report(() => {})
    await deadlines(5, report)
    expect(report.faults).toEqual([])
  })
})
