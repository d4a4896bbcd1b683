import { clusterCases } from './cases/cluster.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('cluster', clusterCases)
