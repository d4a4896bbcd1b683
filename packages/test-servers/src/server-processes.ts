import { setTimeout as sleep } from 'node:timers/promises'
import { processesIn } from './processes-in.js'

/** The processes of a running server, as the system shows them; no other process can be hit. */
export class ServerProcesses {
  readonly #directory: string
  readonly #first: number
  #frozen = false

  /** Directory of the data, in which they all work, and id of the first process, of which the others are children. */
  constructor(directory: string, first: number) {
    this.#directory = directory
    this.#first = first
  }

  all(): ReturnType<typeof processesIn> {
    return processesIn(this.#directory, this.#first)
  }

  freeze(): void {
    this.#frozen = true
    // The first one first: it starts the others. A child that was born before its stop is seen by the next look.
    signal(this.#first, 'SIGSTOP')
    for (let seen = -1, now = 0; now !== seen; ) {
      seen = now
      now = this.#signalAll('SIGSTOP')
    }
  }

  thaw(): void {
    if (this.#frozen) this.#signalAll('SIGCONT')
    this.#frozen = false
  }

  /** A stopped process acts on no signal but SIGKILL before it goes on. */
  stop(by: NodeJS.Signals): void {
    signal(this.#first, by)
    this.thaw()
  }

  async kill(): Promise<void> {
    signal(this.#first, 'SIGKILL')
    while (this.#signalAll('SIGKILL') > 0) await sleep(1)
  }

  #signalAll(by: NodeJS.Signals): number {
    const found = this.all()
    for (const { pid } of found) signal(pid, by)
    return found.length
  }
}

function signal(pid: number, by: NodeJS.Signals): void {
  try {
    process.kill(pid, by)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
