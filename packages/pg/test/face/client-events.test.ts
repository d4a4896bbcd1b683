import { clientEventCases } from './cases/client-events.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-events', clientEventCases)
