import { streamCases } from './cases/streams.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('streams', streamCases)
