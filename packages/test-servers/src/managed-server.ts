import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataDirectory, Installation, ServerFamily } from './family.ts'
import { freePort, loopback } from './free-port.ts'
import { type KeptProcess, keeper } from './keeper.ts'
import { processesIn } from './processes-in.js'
import { ServerError } from './server-error.ts'

const startDeadlineMillis = 60_000
const stopDeadlineMillis = 30_000
const readyPollMillis = 10
const portAttempts = 10

export interface Place {
  /** Holds the data and the log; removed at the end. */
  readonly directory: string
  readonly data: DataDirectory
}

/** One server of this test process: a data directory, a port, and at most one running process with its children. */
export class ManagedServer<Manner extends string> {
  readonly host: string = loopback
  readonly #family: ServerFamily<Manner>
  readonly #installation: Installation
  readonly #place: Place
  readonly #refill: () => Promise<void>
  #settings: Readonly<Record<string, string>>
  #port: number | null = null
  #process: KeptProcess | null = null
  #frozen = false
  #disposed = false

  constructor(
    family: ServerFamily<Manner>,
    installation: Installation,
    place: Place,
    settings: Readonly<Record<string, string>>,
    refill: () => Promise<void>,
  ) {
    this.#family = family
    this.#installation = installation
    this.#place = place
    this.#settings = settings
    this.#refill = refill
  }

  get port(): number {
    if (this.#port === null) throw new ServerError(`${this.#family.name} was not started yet`)
    return this.#port
  }

  get log(): string {
    return join(this.#place.directory, 'server.log')
  }

  get running(): boolean {
    return this.#process !== null && this.#process.exit === null
  }

  async start(): Promise<void> {
    if (this.#disposed) throw new ServerError(`this ${this.#family.name} was disposed of`)
    if (this.running) return
    await this.#family.configure(this.#place.data, this.#settings)
    if (this.#port !== null) {
      const refusal = await this.#launch(this.#port)
      if (refusal !== null) throw new ServerError(refusal)
      return
    }
    for (let attempt = 1; ; attempt++) {
      const port = await freePort()
      const refusal = await this.#launch(port)
      if (refusal === null) {
        this.#port = port
        return
      }
      // Somebody took the port after it was probed.
      if (!this.#family.saysPortTaken(refusal) || attempt === portAttempts) throw new ServerError(refusal)
    }
  }

  async stop(manner: Manner = this.#family.promptStop): Promise<void> {
    const process = this.#process
    if (process === null || process.exit !== null) return
    this.#signal(process.pid, this.#family.stopSignals[manner])
    this.thaw()
    const deadline = new AbortController()
    const late = sleep(stopDeadlineMillis, 'late' as const, { signal: deadline.signal })
    late.catch(() => {})
    const outcome = await Promise.race([keeper().hold(process.exited), late])
    deadline.abort()
    if (outcome === 'late') {
      throw new ServerError(
        `${this.#family.name} did not stop (${manner}) in ${stopDeadlineMillis} ms\n${this.#tail()}`,
      )
    }
    this.#process = null
  }

  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#settings = { ...this.#settings, ...settings }
    await this.stop()
    await this.start()
  }

  /** All processes die at once, as by a power cut; the data stays as it is. */
  async kill(): Promise<void> {
    const process = this.#process
    if (process === null || process.exit !== null) return
    // The first one first: it would start new children.
    this.#signal(process.pid, 'SIGKILL')
    while (this.#signalAll('SIGKILL') > 0) await sleep(1)
    await keeper().hold(process.exited)
    this.#process = null
    this.#frozen = false
  }

  /** Back to an empty server: same port, settings kept. */
  async refill(): Promise<void> {
    const wasRunning = this.running
    await this.stop(this.#family.abruptStop)
    await this.#refill()
    if (wasRunning) await this.start()
  }

  freeze(): void {
    if (!this.running) throw new ServerError(`${this.#family.name} is not running: it can't be frozen`)
    this.#frozen = true
    const { pid } = this.#process as KeptProcess
    this.#signal(pid, 'SIGSTOP')
    // A child that was born between a look and the stop is seen by the next look.
    for (let seen = -1, now = 0; now !== seen; ) {
      seen = now
      now = this.#signalAll('SIGSTOP')
    }
  }

  thaw(): void {
    if (!this.#frozen) return
    this.#frozen = false
    if (this.running) this.#signalAll('SIGCONT')
  }

  processes(): number[] {
    return this.running ? this.#processes().map(({ pid }) => pid) : []
  }

  backends(): number[] {
    if (!this.running) return []
    return this.#processes()
      .filter(({ title }) => this.#family.isClientBackend(title))
      .map(({ pid }) => pid)
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    await this.stop(this.#family.abruptStop).catch(() => this.kill())
    await keeper().disown(this.#place.directory)
  }

  /** Null, or why the server did not come up. */
  async #launch(port: number): Promise<string | null> {
    const { data, directory } = this.#place
    const { command, args } = this.#family.launch(this.#installation, data, { host: this.host, port })
    const logged = this.#log().length
    const started = await keeper().run({
      command,
      args,
      cwd: data.directory,
      env: { ...this.#family.environment, HOME: directory },
      user: data.user,
      log: this.log,
      stopSignal: this.#family.stopSignals[this.#family.abruptStop],
    })
    this.#process = started
    const deadline = performance.now() + startDeadlineMillis
    while (started.exit === null) {
      if (this.#family.isReady(data, started.pid)) return null
      if (performance.now() > deadline) {
        await this.kill()
        return `${this.#family.name} was not ready after ${startDeadlineMillis} ms\n${this.#tail(logged)}`
      }
      await sleep(readyPollMillis)
    }
    this.#process = null
    return `${this.#family.name} ended at its start (${started.exit.code ?? started.exit.signal})\n${this.#tail(logged)}`
  }

  #processes(): ReturnType<typeof processesIn> {
    return processesIn(this.#place.data.directory, this.#process?.pid ?? 0)
  }

  #signalAll(signal: NodeJS.Signals): number {
    const found = this.#processes()
    for (const { pid } of found) this.#signal(pid, signal)
    return found.length
  }

  #signal(pid: number, signal: NodeJS.Signals): void {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  #log(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : ''
  }

  #tail(from = 0): string {
    return this.#log().slice(from).trimEnd().split('\n').slice(-20).join('\n')
  }
}
