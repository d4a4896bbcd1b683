import { expect, test } from 'vitest'
import { Report } from '../../src/bars/report.ts'
import { textsStayWhole } from '../../src/bars-mysql/unicode.ts'

test.each(['mysql', 'mariadb'] as const)('every byte of a text comes back, on %s', async (flavour) => {
  const report = new Report(() => {})
  await textsStayWhole({ flavour, sessions: 120 }, report)
  expect(report.faults).toEqual([])
})
