import { clientReleaseCases } from './cases/client-release.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-release', clientReleaseCases)
