import { pgBossDb, pgBossOwnPool } from '../../src/orms/pg-boss.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(pgBossDb)
comparePrograms(pgBossOwnPool)
