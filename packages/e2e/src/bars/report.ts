import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a bar measured and what it found wrong. Each figure is one line. */
export class Report {
  readonly #print: (line: string) => void
  readonly faults: string[] = []

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  figure(name: string, value: string | number): void {
    this.#print(`${name}: ${typeof value === 'number' ? Number(value.toFixed(2)) : value}`)
  }

  /** A condition of the bar; what is wrong is said when it does not hold. */
  holds(held: boolean, otherwise: string): void {
    if (!held) this.faults.push(otherwise)
  }
}

export type Measure = (report: Report) => Promise<void>

const faultsShown = 20

/** Runs the bar when its file is the program that was started: prints the figures and the verdict, exits with it. */
export async function asCommand(moduleUrl: string, bar: number | string, measure: Measure): Promise<void> {
  if (process.argv[1] === undefined || realpathSync(process.argv[1]) !== fileURLToPath(moduleUrl)) return
  const report = new Report((line) => console.log(line))
  const escaped = (kind: string) => (error: unknown) => {
    report.holds(false, `${kind}: ${error instanceof Error ? error.stack : String(error)}`)
  }
  process.on('uncaughtException', escaped('uncaught exception'))
  process.on('unhandledRejection', escaped('unhandled rejection'))
  try {
    await measure(report)
  } catch (error) {
    escaped('the measurement itself failed')(error)
  }
  // What nobody caught is known a turn later.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const { faults } = report
  for (const fault of faults.slice(0, faultsShown)) console.log(`  ${fault}`)
  const [first] = faults
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  const title = typeof bar === 'number' ? `bar ${bar}` : bar
  console.log(first === undefined ? `${title}: held` : `${title}: NOT held: ${first.split('\n')[0]}${more}`)
  // A hung caller may keep sockets and timers: the verdict is known, so the process does not wait for them.
  process.exit(first === undefined ? 0 : 1)
}
