import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { lateCancels } from '../../src/bars/attack-late-cancel.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`cancels that come late${reason ?? ''}`, () => {
  it('hit nobody else', async () => {
    const report = new Report(() => {})
    await lateCancels(400, report)
    expect(report.faults).toEqual([])
  })
})
