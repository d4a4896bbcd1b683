import { clusterCases } from './cases/cluster.ts'
import { clusterFailureCases } from './cases/cluster-failures.ts'
import { connectionMemberCases } from './cases/connection-members.ts'
import { connectionQueryCases } from './cases/connection-query.ts'
import { connectionReleaseCases } from './cases/connection-release.ts'
import { connectionStatementCases } from './cases/connection-statements.ts'
import { connectionTransactionCases } from './cases/connection-transactions.ts'
import { lossCases } from './cases/losses.ts'
import { moduleCases } from './cases/module.ts'
import { namespaceCases } from './cases/namespace.ts'
import { poolEndCases } from './cases/pool-end.ts'
import { poolEventCases } from './cases/pool-events.ts'
import { poolExecuteCases } from './cases/pool-execute.ts'
import { poolGetConnectionCases } from './cases/pool-get-connection.ts'
import { poolIdleCases } from './cases/pool-idle.ts'
import { poolQueryCases } from './cases/pool-query.ts'
import { poolRefusedCases } from './cases/pool-refused.ts'
import { poolShapeCases } from './cases/pool-shape.ts'
import { promiseClusterCases } from './cases/promise-cluster.ts'
import { promiseConnectionCases } from './cases/promise-connection.ts'
import { promisePoolCases } from './cases/promise-pool.ts'
import { streamCases } from './cases/streams.ts'
import { tracingCases } from './cases/tracing.ts'
import type { FaceCase } from './harness/face-case.ts'

export const allCases: readonly FaceCase[] = [
  ...clusterFailureCases,
  ...clusterCases,
  ...connectionMemberCases,
  ...connectionQueryCases,
  ...connectionReleaseCases,
  ...connectionStatementCases,
  ...connectionTransactionCases,
  ...lossCases,
  ...moduleCases,
  ...namespaceCases,
  ...poolEndCases,
  ...poolEventCases,
  ...poolExecuteCases,
  ...poolGetConnectionCases,
  ...poolIdleCases,
  ...poolQueryCases,
  ...poolRefusedCases,
  ...poolShapeCases,
  ...promiseClusterCases,
  ...promiseConnectionCases,
  ...promisePoolCases,
  ...streamCases,
  ...tracingCases,
]
