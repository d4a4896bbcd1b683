import { clientMemberCases } from './cases/client-members.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-members', clientMemberCases)
