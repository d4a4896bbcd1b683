import { parseArgs } from 'node:util'
import { type Bench, mysqlBench, postgresBench } from './bench.ts'
import type { OpenedSession } from './engine.ts'
import { runHarness } from './harness.ts'
import { type Program, sessionsOf } from './program.ts'
import { randomPrograms } from './random/generate.ts'
import { describeComparison, describeFigures, describeProgram, figuresOf } from './report.ts'
import { serverFor } from './server-for.ts'
import { shrink } from './shrink.ts'
import type { PoolUnderTest } from './subject.ts'
import { withoutWarnings } from './without-warnings.ts'

const { values } = parseArgs({
  options: {
    subject: { type: 'string', default: 'muxpool' },
    /** 18, 15, mysql, mariadb, or the URL of a superuser on any server. */
    server: { type: 'string', default: '18' },
    /** `all`, `none`, or names with commas between. */
    programs: { type: 'string', default: 'all' },
    /** Of those, written or random, only the ones with these names. */
    only: { type: 'string' },
    /** How many random programs. */
    random: { type: 'string', default: '0' },
    steps: { type: 'string', default: '60' },
    sessions: { type: 'string', default: '24' },
    connections: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    /** Milliseconds for one step: three of a burst may each wait behind every session that is pinned. */
    deadline: { type: 'string', default: '60000' },
    /** How many differing programs are made shorter, and with how many runs each. */
    shrink: { type: 'string', default: '1' },
    'shrink-runs': { type: 'string', default: '60' },
    /** How many differing programs are shown. */
    show: { type: 'string', default: '20' },
  },
})

withoutWarnings()

const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** A line on the standard error for every tenth program, and for each that hung. */
const progressOf = (programs: number): NonNullable<Parameters<typeof runHarness>[0]['onProgram']> => {
  const began = performance.now()
  let run = 0
  return (name, observations) => {
    run += 1
    const hung = JSON.stringify(observations.at(-1)?.outcome) === '{"hung":true}'
    if (!hung && run % 10 !== 0) return
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    const what = hung ? `${name} hung at step ${observations.length}` : name
    process.stderr.write(`${seconds} s: ${run} of ${programs} programs, ${what}\n`)
  }
}

const compareOn = async <P extends PoolUnderTest, S extends OpenedSession>(
  { engine, subjects, programs, vocabulary }: Bench<P, S>,
  connectionString: string,
): Promise<void> => {
  const subject = subjects.find(({ name }) => name === values.subject)
  if (subject === undefined) throw new Error(`--subject is one of ${subjects.map(({ name }) => name).join(', ')}`)
  const wanted = new Set(values.programs.split(','))
  const only = values.only?.split(',')
  const random = { count: Number(values.random), steps: Number(values.steps), seed: Number(values.seed) }
  const chosen: readonly Program[] = [
    ...programs.filter(({ name }) => wanted.has('all') || wanted.has(name)),
    ...randomPrograms(random, vocabulary),
  ]
    .filter(({ name }) => only === undefined || only.includes(name))
    // Each session of a program may hold a connection while the next one waits for one.
    .filter((program) => sessionsOf(program).size <= Number(values.connections))

  const options = {
    engine,
    subject,
    connectionString,
    sessions: Number(values.sessions),
    connections: Number(values.connections),
    seed: Number(values.seed),
    deadlineMillis: Number(values.deadline),
  }
  const report = await runHarness({ ...options, programs: chosen, onProgram: progressOf(chosen.length) })
  const mostConnections = subject.mostConnections ?? options.connections
  const figures = figuresOf(report)
  const differing = report.comparisons.filter(({ mismatches }) => mismatches.length > 0)
  for (const comparison of differing.slice(0, Number(values.show))) print(describeComparison(comparison))
  for (const error of report.neighbours.errors.slice(0, 5)) print([`a neighbour got no session: ${error}`])
  if (report.mostConnections.length > mostConnections) print(['connections:', ...report.mostConnections])
  for (const { program, mismatches } of differing.slice(0, Number(values.shrink))) {
    const [first] = mismatches
    if (first === undefined) continue
    const stillDiffers = async (candidate: Program): Promise<boolean> => {
      // Several at once: a difference that neighbours cause does not show each time.
      const copies = Array.from({ length: 5 }, () => ({ ...candidate }))
      const again = await runHarness({ ...options, programs: copies })
      // The same value of the same step, lest another difference is made shorter.
      return again.comparisons.some((one) =>
        one.mismatches.some(({ step, path }) => step === first.step && path === first.path),
      )
    }
    const shortest = await shrink(program, first.stepIndex, stillDiffers, Number(values['shrink-runs']))
    print([`shortest form of ${program.name} that still differs:`, ...describeProgram(shortest)])
  }
  print([`subject: ${subject.name}`, `server: ${values.server}`, `seed: ${values.seed}`])
  print(describeFigures(report, figures))
  process.exitCode = figures.differences === 0 ? 0 : 1
}

const server = await serverFor(values.server)
try {
  if (server.kind === 'postgres') await compareOn(postgresBench, server.connectionString)
  else await compareOn(mysqlBench(server.kind), server.connectionString)
} finally {
  await server.dispose()
}
