import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { kills } from '../../src/bars/bar4-kills.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 4, killed connections${reason ?? ''}`, () => {
  it('tells every caller what the server committed, and loses no slot', async () => {
    const report = new Report(() => {})
    await kills({ kills: 60, seed: 7 }, report)
    expect(report.faults).toEqual([])
  })
})
