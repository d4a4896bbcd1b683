export interface FoundProcess {
  readonly pid: number
  /** By SIGSTOP: it runs no instruction until SIGCONT or its end. */
  readonly stopped: boolean
  /** Command line; a PostgreSQL server writes there what the process is doing. */
  readonly title: string
}

export function processesIn(directory: string, first: number): FoundProcess[]

export function lives(pid: number): boolean
