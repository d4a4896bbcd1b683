import { type MetricRow, metricTable } from '../../packages/core/src/observe/metrics.ts'
import { code, list, type Page, page, table } from './page.ts'

const rowsOf = (kind: MetricRow['kind']): readonly (readonly string[])[] =>
  Object.entries(metricTable)
    .filter(([, row]) => row.kind === kind)
    .map(([name, row]) => [code(name), row.unit, row.what, row.rdsProxy === null ? '' : code(row.rdsProxy)])

const heads = ['metric', 'unit', 'meaning', 'RDS Proxy']

export const metricsPage = (): Page =>
  page(
    'reference/metrics.md',
    'Metrics',
    "`pool.snapshot()` gives one instant of the pool, as a plain object. Names are those of RDS Proxy's CloudWatch metrics in camelCase where it has the same one. Times are microseconds. `name` is the pool's, `at` is when the snapshot was taken and `since` when counting began, both in milliseconds since 1970.",
    '## Now',
    table(heads, rowsOf('now')),
    '## Counted',
    'Since the pool was made.',
    table(heads, rowsOf('counted')),
    'A latency has `count`, `mean`, `p50`, `p99` and `max`. Mean and max are exact; percentiles are within 1 %. One record costs about 25 ns, all records of one statement together about 0.1 µs.',
    '## What adds up',
    list([
      '`databaseConnections` = the sum of `places`.',
      '`databaseConnectionsCurrentlySessionPinned` + `databaseConnectionsCurrentlyInTransaction` ≤ `databaseConnectionsCurrentlyBorrowed`; the rest runs a statement.',
      '`databaseConnectionRequests` = `databaseConnectionsSetupSucceeded` + `databaseConnectionsSetupFailed` + `places.opening`.',
      '`leases` = `databaseConnectionsBorrowLatency.count` = `waits.queue.count`; the total of `waits.queue` and that of `waits.open` (count × mean) make that of the borrow latency.',
      '`queryRequests` = the sum of `queryRequestsByFate` = `queryDatabaseResponseLatency.count`.',
      '`pins` = the sum of `pinsByReason` = the sum of `count` over the rows of `pool.pinReport()`.',
    ]),
  )
