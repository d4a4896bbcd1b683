import { typeParserCases } from './cases/type-parsers.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('type-parsers', typeParserCases)
