import { promiseConnectionCases } from './cases/promise-connection.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('promise-connection', promiseConnectionCases)
