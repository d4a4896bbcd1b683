import { connectionMemberCases } from './cases/connection-members.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-members', connectionMemberCases)
