import { sharedMysql } from '@muxpool/test-servers/vitest'
import { runMysqlProgram } from '../../src/orms-mysql/run-program.ts'
import { muxpool, type Program, realMysql2 } from '../../src/orms-mysql/subjects.ts'
import { compareRuns } from '../orms/compare-runs.ts'

/** On both servers. */
export function compareMysqlPrograms(program: Program): void {
  for (const flavour of ['mysql', 'mariadb'] as const) {
    compareRuns({
      title: `${program.name} on ${flavour}`,
      program,
      driver: realMysql2,
      muxpool,
      run: (program, subject) => runMysqlProgram(program, subject, sharedMysql(flavour)),
      known: `expected/${program.name}-${flavour}.txt`,
    })
  }
}
