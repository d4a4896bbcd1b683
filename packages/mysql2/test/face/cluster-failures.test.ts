import { clusterFailureCases } from './cases/cluster-failures.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('cluster-failures', clusterFailureCases)
