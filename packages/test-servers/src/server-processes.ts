import { setTimeout as sleep } from 'node:timers/promises'
import { type FoundProcess, lives, processesIn } from './processes-in.js'
import { ServerError } from './server-error.ts'

/** The kernel stops and ends a process when it next leaves the kernel: not at once. */
const deadlineMillis = 5_000

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

  all(): FoundProcess[] {
    return processesIn(this.#directory, this.#first)
  }

  /** Returns when none of them runs any more. */
  freeze(): void {
    this.#frozen = true
    // The first one first: it starts the others. A child that was born before its stop is seen by the next look.
    signal(this.#first, 'SIGSTOP')
    const deadline = performance.now() + deadlineMillis
    while (this.#signalAll('SIGSTOP').some(({ stopped }) => !stopped)) {
      if (performance.now() > deadline) throw new ServerError('a process of the server did not stop on SIGSTOP')
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

  /** Returns when none of them exists any more. */
  async kill(): Promise<void> {
    const killed = new Set([this.#first])
    // While the first one exists it starts others, and after its end its dying children can't be told any more.
    signal(this.#first, 'SIGSTOP')
    for (const { pid } of this.all()) killed.add(pid)
    signal(this.#first, 'SIGKILL')
    for (let found = this.#signalAll('SIGKILL'); found.length > 0; found = this.#signalAll('SIGKILL')) {
      for (const { pid } of found) killed.add(pid)
      await sleep(1)
    }
    const deadline = performance.now() + deadlineMillis
    while ([...killed].some(lives)) {
      if (performance.now() > deadline) throw new ServerError('a process of the server did not end on SIGKILL')
      await sleep(1)
    }
  }

  #signalAll(by: NodeJS.Signals): FoundProcess[] {
    const found = this.all()
    for (const { pid } of found) signal(pid, by)
    return found
  }
}

function signal(pid: number, by: NodeJS.Signals): void {
  try {
    process.kill(pid, by)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
