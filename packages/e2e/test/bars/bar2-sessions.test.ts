import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { manySessions } from '../../src/bars/bar2-sessions.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 2, very many sessions${reason ?? ''}`, () => {
  it('answers each session what it alone did, over no more connections than allowed', async () => {
    const report = new Report(() => {})
    // Speed is measured by the command: tests run beside others.
    await manySessions({ sessions: 500, transactions: 3, leastRate: 50_000 }, report)
    expect(report.faults).toEqual([])
  })
})
