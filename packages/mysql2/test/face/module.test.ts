import { moduleCases } from './cases/module.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('module', moduleCases)
