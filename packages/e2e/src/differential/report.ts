import type { Comparison, Mismatch } from './compare.ts'
import type { HarnessReport } from './harness.ts'
import type { Program, Step } from './program.ts'

const short = (value: unknown, length = 300): string => {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > length ? `${text.slice(0, length)}…` : text
}

const describeStep = (step: Step | null): string => {
  if (step === null) return 'no step'
  const { session = 1, label: _label, ...action } = step
  return `${session === 0 ? 'pool' : `session ${session}`}: ${short(action, 200)}`
}

const describeMismatch = ({ stepIndex, step, path, expected, actual }: Mismatch): readonly string[] => [
  `  step ${stepIndex}, ${describeStep(step)}`,
  `    ${path}`,
  `      private: ${short(expected)}`,
  `      subject: ${short(actual)}`,
]

/** Every differing step of a program, each with its first few values. */
export const describeComparison = ({ program, mismatches }: Comparison, perStep = 4): readonly string[] => {
  const steps = groupBySteps(mismatches)
  return [
    `${program.name}: ${steps.size} steps differ`,
    ...[...steps.values()].flatMap((ofStep) => ofStep.slice(0, perStep).flatMap(describeMismatch)),
  ]
}

const groupBySteps = (mismatches: readonly Mismatch[]): Map<number, Mismatch[]> => {
  const groups = new Map<number, Mismatch[]>()
  for (const mismatch of mismatches) {
    const group = groups.get(mismatch.stepIndex)
    if (group === undefined) groups.set(mismatch.stepIndex, [mismatch])
    else group.push(mismatch)
  }
  return groups
}

export const describeProgram = (program: Program): readonly string[] => [
  ...(program.setup ?? []).map((text) => `  setup: ${text}`),
  ...program.steps.map((step, index) => `  ${index}. ${describeStep(step)}`),
]

export interface Figures {
  readonly programs: number
  readonly statements: number
  readonly differingPrograms: number
  readonly excused: Readonly<Record<string, number>>
  readonly neverPinned: { readonly programs: number; readonly pinned: number }
  readonly pins: Readonly<Record<string, number>>
  /** Programs that differ, leaks and refusals that neighbours saw, and what remained at rest. */
  readonly differences: number
}

export const figuresOf = (report: HarnessReport): Figures => {
  const excused: Record<string, number> = {}
  const pins: Record<string, number> = {}
  for (const comparison of report.comparisons) {
    for (const [id, count] of comparison.excused) excused[id] = (excused[id] ?? 0) + count
    for (const reason of comparison.pins) pins[reason] = (pins[reason] ?? 0) + 1
  }
  const never = report.comparisons.filter(({ program }) => program.pins === 'never')
  const differing = report.comparisons.filter(({ mismatches }) => mismatches.length > 0)
  return {
    programs: report.comparisons.length,
    statements: report.comparisons.reduce((sum, { program }) => sum + program.steps.length, 0),
    differingPrograms: differing.length,
    excused,
    neverPinned: { programs: never.length, pinned: never.filter(({ pins: seen }) => seen.size > 0).length },
    pins,
    differences:
      differing.length + report.neighbours.leaks.length + report.neighbours.errors.length + report.remains.length,
  }
}

const table = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

/** One line per figure; the last says how many differences there are. */
export const describeFigures = (report: HarnessReport, figures: Figures): readonly string[] => [
  `programs: ${figures.programs}`,
  `steps: ${figures.statements}`,
  `neighbour sessions: ${report.neighbours.sessions}`,
  `leaks seen by neighbours: ${report.neighbours.leaks.length}`,
  ...report.neighbours.leaks.slice(0, 5).map((leak) => `a neighbour found: ${leak}`),
  `sessions refused to neighbours: ${report.neighbours.errors.length}`,
  `most connections at once: ${report.mostConnections.length}`,
  `left on the server at rest: ${report.remains.join(', ') || 'nothing'}`,
  `excused by the list of differences: ${table(figures.excused)}`,
  `programs that must not pin: ${figures.neverPinned.programs}, pinned: ${figures.neverPinned.pinned}`,
  `programs pinned, by reason: ${table(figures.pins)}`,
  ...(report.snapshot === null
    ? []
    : [
        `multiplexing ratio: ${report.snapshot.multiplexingRatio.toFixed(2)}`,
        `pins of the pool, by reason: ${table(report.snapshot.pinsByReason)}`,
      ]),
  `programs that differ: ${figures.differingPrograms}`,
  `differences: ${figures.differences}`,
]
