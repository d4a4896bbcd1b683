import { expect, test } from 'vitest'
import { Report } from '../../src/bars/report.ts'
import { tenantsApart } from '../../src/bars-mysql/tenants.ts'

test.each(['mysql', 'mariadb'] as const)('no tenant reads another one’s table, on %s', async (flavour) => {
  const report = new Report(() => {})
  await tenantsApart({ flavour, statements: 2_000 }, report)
  expect(report.faults).toEqual([])
})
