import { cancelCases } from './cases/cancel.ts'
import { clientClassCases } from './cases/client-class.ts'
import { clientClassEndCases } from './cases/client-class-end.ts'
import { clientConnectionCases } from './cases/client-connection.ts'
import { clientEventCases } from './cases/client-events.ts'
import { clientMemberCases } from './cases/client-members.ts'
import { clientQueryCases } from './cases/client-query.ts'
import { clientReleaseCases } from './cases/client-release.ts'
import { clientStatementCases } from './cases/client-statements.ts'
import { connectRefusedCases } from './cases/connect-refused.ts'
import { connectionOptionCases } from './cases/connection-options.ts'
import { copyCases } from './cases/copy.ts'
import { cursorCases } from './cases/cursors.ts'
import { errorCases } from './cases/errors.ts'
import { exitCases } from './cases/exit.ts'
import { extraCases } from './cases/extras.ts'
import { loadCases } from './cases/load.ts'
import { lossCases } from './cases/losses.ts'
import { moduleCases } from './cases/module.ts'
import { notificationCases } from './cases/notifications.ts'
import { poolConnectCases } from './cases/pool-connect.ts'
import { poolCountCases } from './cases/pool-counts.ts'
import { poolEndCases } from './cases/pool-end.ts'
import { poolEventCases } from './cases/pool-events.ts'
import { poolHookCases } from './cases/pool-hooks.ts'
import { poolQueryCases } from './cases/pool-query.ts'
import { poolShapeCases } from './cases/pool-shape.ts'
import { poolTimeCases } from './cases/pool-time.ts'
import { preparedCases } from './cases/prepared.ts'
import { privateCases } from './cases/private.ts'
import { resultCases } from './cases/results.ts'
import { streamCases } from './cases/streams.ts'
import { subclassCases } from './cases/subclass.ts'
import { submittableCases } from './cases/submittables.ts'
import { throwingCases } from './cases/throwing.ts'
import { typeParserCases } from './cases/type-parsers.ts'
import type { FaceCase } from './harness/face-case.ts'

export const allCases: readonly FaceCase[] = [
  ...cancelCases,
  ...clientClassCases,
  ...clientEventCases,
  ...clientMemberCases,
  ...clientQueryCases,
  ...clientReleaseCases,
  ...connectionOptionCases,
  ...cursorCases,
  ...errorCases,
  ...exitCases,
  ...extraCases,
  ...moduleCases,
  ...poolConnectCases,
  ...poolCountCases,
  ...poolEndCases,
  ...poolEventCases,
  ...poolHookCases,
  ...poolQueryCases,
  ...poolShapeCases,
  ...poolTimeCases,
  ...preparedCases,
  ...privateCases,
  ...resultCases,
  ...streamCases,
  ...subclassCases,
  ...submittableCases,
  ...typeParserCases,
  ...loadCases,
  ...throwingCases,
  ...clientStatementCases,
  ...clientConnectionCases,
  ...clientClassEndCases,
  ...copyCases,
  ...connectRefusedCases,
  ...lossCases,
  ...notificationCases,
]
