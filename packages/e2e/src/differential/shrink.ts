import type { Program } from './program.ts'

/** Whether a program still differs. Runs it on fresh objects. */
export type StillDiffers = (program: Program) => Promise<boolean>

const withSteps = (program: Program, steps: Program['steps']): Program => ({ ...program, steps })

/**
 * A shorter program that still differs: the steps up to the first difference, less each step that can be dropped,
 * last ones first. The caller says how many runs it may cost.
 */
export const shrink = async (
  program: Program,
  firstDifference: number,
  stillDiffers: StillDiffers,
  maxRuns: number,
): Promise<Program> => {
  let best = withSteps(program, program.steps.slice(0, firstDifference + 1))
  let runs = maxRuns
  const attempt = async (candidate: Program): Promise<boolean> => {
    if (runs-- <= 0 || !(await stillDiffers(candidate))) return false
    best = candidate
    return true
  }
  // A prefix that does not differ by itself has seen a neighbour: keep all that is known.
  if (!(await attempt(best))) return best
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = best.steps.length - 1; end > 0; end -= size) {
      const start = Math.max(0, end - size)
      await attempt(withSteps(best, [...best.steps.slice(0, start), ...best.steps.slice(end)]))
    }
  }
  return best
}
