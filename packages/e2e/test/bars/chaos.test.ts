import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { chaos } from '../../src/bars/attack-chaos.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`careless callers${reason ?? ''}`, () => {
  it('hang nobody, exceed no limit and leave nothing behind', async () => {
    const report = new Report(() => {})
    await chaos(200, 3, report)
    expect(report.faults).toEqual([])
  })
})
