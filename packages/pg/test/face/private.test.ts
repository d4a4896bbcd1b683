import { privateCases } from './cases/private.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('private', privateCases)
