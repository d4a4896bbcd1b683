import { throwingCases } from './cases/throwing.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('throwing', throwingCases)
