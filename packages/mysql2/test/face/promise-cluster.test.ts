import { promiseClusterCases } from './cases/promise-cluster.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('promise-cluster', promiseClusterCases)
