import { poolConnectCases } from './cases/pool-connect.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-connect', poolConnectCases)
