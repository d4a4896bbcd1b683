import { type MysqlFlavour, whyNoControl } from '@muxpool/test-servers'
import { describe, expect, it } from 'vitest'
import { Report } from '../../src/bars/report.ts'

/** A small form of a bar, on both servers; speed is measured by its command, as tests run beside others. */
export function holdsOnBothServers(
  bar: string,
  claim: string,
  measure: (flavour: MysqlFlavour, report: Report) => Promise<void>,
): void {
  for (const flavour of ['mysql', 'mariadb'] as const) {
    const reason = whyNoControl(flavour)
    describe.skipIf(reason !== null)(`${bar}, on ${flavour}${reason ?? ''}`, () => {
      it(claim, async () => {
        const report = new Report(() => {})
        await measure(flavour, report)
        expect(report.faults).toEqual([])
      })
    })
  }
}
