import { clientClassCases } from './cases/client-class.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-class', clientClassCases)
