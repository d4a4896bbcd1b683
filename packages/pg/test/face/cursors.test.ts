import { cursorCases } from './cases/cursors.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('cursors', cursorCases)
