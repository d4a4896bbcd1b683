import { whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { exits } from '../../src/bars/bar9-exit.ts'
import { Report } from '../../src/bars/report.ts'

const reason = whyNoControl(18)
describe.skipIf(reason !== null)(`bar 9, the life of a process${reason ?? ''}`, () => {
  it('ends when it has nothing to do, and goes on after it was stopped', async () => {
    const report = new Report(() => {})
    // Longer than the borrow deadline of the programs, or it would show nothing.
    await exits({ stoppedMillis: 3_500, downMillis: 500 }, report)
    expect(report.faults).toEqual([])
  })
})
