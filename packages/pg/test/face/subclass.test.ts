import { subclassCases } from './cases/subclass.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('subclass', subclassCases)
