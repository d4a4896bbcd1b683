import { benchmarkStatements } from './corpus/benchmarks.ts'
import { generateStatements } from './corpus/generated.ts'
import { migrationStatements } from './corpus/migrations.ts'
import { ormStatements } from './corpus/of-orms.ts'
import { reportStatements } from './corpus/reports.ts'

/** Statements that a server can prepare. */
export const preparable: readonly string[] = [
  ...benchmarkStatements,
  ...ormStatements,
  ...reportStatements,
  ...generateStatements(1_800, 20_250_704),
]

/** Statements to run in this order; none of them leaves anything on its connection. */
export const runnable: readonly string[] = migrationStatements

/** How the server is asked whether it takes a statement without running it; null: it has to be run. */
export function preparing(text: string): string | null {
  const bare = text.replace(/;\s*$/, '').replace(/^explain (\([^)]*\) )?/, '')
  return /^(show|notify)\b/i.test(bare) ? null : `prepare ordinary as ${bare}`
}
