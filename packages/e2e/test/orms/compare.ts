import { sharedPostgres } from '@muxpool/test-servers/vitest'
import type { Program } from '../../src/orms/program.ts'
import { runProgram } from '../../src/orms/run-program.ts'
import { muxpool, realPg } from '../../src/orms/subjects.ts'
import { compareRuns } from './compare-runs.ts'

export const comparePrograms = (program: Program): void =>
  compareRuns({
    title: program.name,
    program,
    driver: realPg,
    muxpool,
    run: (program, subject) => runProgram(program, subject, sharedPostgres(18)),
    known: `expected/${program.name}.txt`,
  })
