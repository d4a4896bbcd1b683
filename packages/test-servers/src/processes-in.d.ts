export interface FoundProcess {
  readonly pid: number
  readonly parent: number
  /** Command line; a PostgreSQL server writes there what the process is doing. */
  readonly title: string
}

export function processesIn(directory: string, postmaster: number): FoundProcess[]
