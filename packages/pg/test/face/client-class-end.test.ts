import { clientClassEndCases } from './cases/client-class-end.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-class-end', clientClassEndCases)
