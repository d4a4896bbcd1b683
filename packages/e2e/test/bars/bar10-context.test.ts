import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { context } from '../../src/bars/bar10-context.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 10, async context${reason ?? ''}`, () => {
  it("calls back in the caller's context, gives spans their parents and errors their callers", async () => {
    const report = new Report(() => {})
    await context(3, report)
    expect(report.faults).toEqual([])
  })
})
