import { type Program, sessionsOf } from './program.ts'

/**
 * Runs programs side by side, `lanes` at a time; those with several sessions one after the other in a lane of their
 * own. A session may hold a connection for as long as it lives, so two programs that each hold one and wait for a
 * second would wait for each other: with only one such program at a time, all others end by themselves.
 */
export const runLanes = async <T>(
  programs: readonly Program[],
  lanes: number,
  run: (program: Program) => Promise<T>,
  /** Called before the programs that want to be alone. */
  quieten: () => Promise<void> = async () => {},
): Promise<ReadonlyMap<Program, T>> => {
  const results = new Map<Program, T>()
  const drain = async (queue: Program[]): Promise<void> => {
    for (let program = queue.shift(); program !== undefined; program = queue.shift()) {
      results.set(program, await run(program))
    }
  }
  const alone = programs.filter((program) => program.alone === true)
  const single = programs.filter((program) => program.alone !== true && sessionsOf(program).size === 1)
  const several = programs.filter((program) => program.alone !== true && sessionsOf(program).size > 1)
  await Promise.all([drain(several), ...Array.from({ length: lanes }, () => drain(single))])
  await quieten()
  await drain(alone)
  return results
}
