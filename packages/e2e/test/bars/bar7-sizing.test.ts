import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { sizing } from '../../src/bars/bar7-sizing.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 7, sizing in percent${reason ?? ''}`, () => {
  it('keeps to the percents of what the server gives, and waits for a full server', async () => {
    const report = new Report(() => {})
    await sizing({ statements: 500 }, report)
    expect(report.faults).toEqual([])
  })
})
