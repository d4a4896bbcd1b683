import { connectionReleaseCases } from './cases/connection-release.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-release', connectionReleaseCases)
