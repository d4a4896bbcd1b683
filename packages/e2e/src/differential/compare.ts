import { type Difference, differences } from './differences.ts'
import type { Json } from './normalise.ts'
import type { Observation } from './observation.ts'
import type { Program, Step } from './program.ts'

/** One value that is not what private connections gave. */
export interface Mismatch {
  readonly program: Program
  readonly stepIndex: number
  readonly step: Step | null
  /** Where in the observation, as `outcome.result.rows.0.id`. */
  readonly path: string
  readonly expected: Json | undefined
  readonly actual: Json | undefined
  /** The whole outcomes of the step. */
  readonly outcomes: { readonly expected: Json | undefined; readonly actual: Json | undefined }
}

export interface Comparison {
  readonly program: Program
  readonly mismatches: readonly Mismatch[]
  /** How often each entry of the list of differences excused a value, by its id. */
  readonly excused: ReadonlyMap<string, number>
  /** Why sessions of the program were pinned. */
  readonly pins: ReadonlySet<string>
}

type Branch = { readonly [key: string]: Json } | readonly Json[]

const isBranch = (value: Json | undefined): value is Branch => typeof value === 'object' && value !== null

/** The paths at which two values differ, as deep as both have the same shape. */
export const differingPaths = (
  expected: Json | undefined,
  actual: Json | undefined,
  path = '',
): { path: string; expected: Json | undefined; actual: Json | undefined }[] => {
  if (Object.is(expected, actual)) return []
  if (!isBranch(expected) || !isBranch(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return [{ path, expected, actual }]
  }
  const left = expected as Readonly<Record<string, Json>>
  const right = actual as Readonly<Record<string, Json>>
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].flatMap((key) => differingPaths(left[key], right[key], path === '' ? key : `${path}.${key}`))
}

const compared = (observation: Observation | undefined): Json | undefined =>
  observation === undefined ? undefined : { outcome: observation.outcome, notices: observation.notices }

export const compare = (
  program: Program,
  expected: readonly Observation[],
  actual: readonly Observation[],
  pinsAlways = false,
  listed: readonly Difference[] = differences,
): Comparison => {
  const mismatches: Mismatch[] = []
  const excused = new Map<string, number>()
  const pins = new Set(actual.flatMap(({ pinned }) => (pinned === null ? [] : [pinned])))
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    const step = program.steps[index] ?? null
    const outcomes = { expected: expected[index]?.outcome, actual: actual[index]?.outcome }
    for (const found of differingPaths(compared(expected[index]), compared(actual[index]))) {
      const mismatch: Mismatch = { program, stepIndex: index, step, ...found, outcomes }
      const excuse = listed.find((difference) => difference.excuses(mismatch))
      if (excuse === undefined) mismatches.push(mismatch)
      else excused.set(excuse.id, (excused.get(excuse.id) ?? 0) + 1)
    }
    const pinned = actual[index]?.pinned ?? null
    if (program.pins === 'never' && pinned !== null && !pinsAlways) {
      const wrong = { path: 'pinned', expected: null, actual: pinned }
      mismatches.push({ program, stepIndex: index, step, ...wrong, outcomes })
      break
    }
  }
  return { program, mismatches, excused, pins }
}
