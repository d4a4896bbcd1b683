import { poolShapeCases } from './cases/pool-shape.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-shape', poolShapeCases)
