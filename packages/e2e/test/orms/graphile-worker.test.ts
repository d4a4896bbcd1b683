import { graphileWorker } from '../../src/orms/graphile-worker.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(graphileWorker)
