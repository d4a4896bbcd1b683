import { submittableCases } from './cases/submittables.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('submittables', submittableCases)
