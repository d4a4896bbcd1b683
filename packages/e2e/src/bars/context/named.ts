import type { Report } from '../report.ts'

/** Functions whose names must be in the stack of the error that they get. */
export interface NamedCase<Pool> {
  readonly run: (pool: Pool) => Promise<void>
  readonly names: readonly string[]
}

export async function tellStacks<Pool>(cases: readonly NamedCase<Pool>[], pool: Pool, report: Report): Promise<void> {
  let named = 0
  for (const { run, names } of cases) {
    const error = await run(pool).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    const stack = error instanceof Error ? (error.stack ?? '') : String(error)
    const missing = names.filter((name) => !stack.includes(name))
    if (missing.length === 0) named += 1
    report.holds(
      missing.length === 0,
      `the stack does not name ${missing.join(', ')}: ${stack.replaceAll('\n', ' | ')}`,
    )
  }
  report.figure('stacks that name their caller', `${named} of ${cases.length}`)
}
