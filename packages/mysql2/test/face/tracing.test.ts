import { tracingCases } from './cases/tracing.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('tracing', tracingCases)
