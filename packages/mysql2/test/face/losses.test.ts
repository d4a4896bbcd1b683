import { lossCases } from './cases/losses.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('losses', lossCases)
