import { namespaceCases } from './cases/namespace.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('namespace', namespaceCases)
