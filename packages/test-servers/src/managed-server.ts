import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataDirectory, Installation, ServerFamily } from './family.ts'
import { loopback } from './free-port.ts'
import { type KeptProcess, keeper } from './keeper.ts'
import { ServerError } from './server-error.ts'
import { ServerProcesses } from './server-processes.ts'

const startDeadlineMillis = 60_000
const stopDeadlineMillis = 30_000
const readyPollMillis = 10
const portAttempts = 10

export interface Place {
  /** Holds the data and the log; removed at the end. */
  readonly directory: string
  readonly data: DataDirectory
}

export interface Means {
  /** Lays an empty server's data, in place of what is there. */
  fill(): Promise<void>
  choosePort(): Promise<number>
}

interface Running {
  readonly kept: KeptProcess
  readonly processes: ServerProcesses
}

/** One server of this test process: a data directory, a port, and at most one running process with its children. */
export class ManagedServer<Manner extends string> {
  readonly host: string = loopback
  readonly log: string
  readonly #family: ServerFamily<Manner>
  readonly #installation: Installation
  readonly #place: Place
  readonly #means: Means
  #settings: Readonly<Record<string, string>>
  #port: number | null = null
  #running: Running | null = null
  #disposed = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    family: ServerFamily<Manner>,
    installation: Installation,
    place: Place,
    settings: Readonly<Record<string, string>>,
    means: Means,
  ) {
    this.#family = family
    this.#installation = installation
    this.#place = place
    this.#settings = settings
    this.#means = means
    this.log = join(place.directory, 'server.log')
  }

  get port(): number {
    if (this.#port === null) throw new ServerError(`${this.#family.name} was not started yet`)
    return this.#port
  }

  /** Its processes while it runs. */
  get processes(): ServerProcesses | null {
    return this.#running?.kept.exit === null ? this.#running.processes : null
  }

  start(): Promise<void> {
    return this.#inTurn(() => this.#start())
  }

  stop(manner: Manner = this.#family.promptStop): Promise<void> {
    return this.#inTurn(() => this.#stop(manner))
  }

  restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#inTurn(async () => {
      this.#settings = { ...this.#settings, ...settings }
      await this.#stop(this.#family.promptStop)
      await this.#start()
    })
  }

  kill(): Promise<void> {
    return this.#inTurn(() => this.#kill())
  }

  refill(): Promise<void> {
    return this.#inTurn(async () => {
      const wasRunning = this.processes !== null
      await this.#stop(this.#family.abruptStop)
      await this.#means.fill()
      if (wasRunning) await this.#start()
    })
  }

  freeze(): void {
    if (this.processes === null) throw new ServerError(`${this.#family.name} does not run: it can't be frozen`)
    this.processes.freeze()
  }

  thaw(): void {
    this.processes?.thaw()
  }

  backends(): number[] {
    const processes = this.processes
    const pid = this.#running?.kept.pid
    if (processes === null || pid === undefined) return []
    return this.#family.backends({ pid, port: this.port, processes: () => processes.all() })
  }

  dispose(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#disposed) return
      this.#disposed = true
      await this.#stop(this.#family.abruptStop).catch(() => this.#kill())
      await keeper().disown(this.#place.directory)
    })
  }

  /** One change of state at a time, in the order of the calls. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(change)
    this.#turn = done.catch(() => {})
    return done
  }

  async #start(): Promise<void> {
    if (this.#disposed) throw new ServerError(`this ${this.#family.name} was disposed of`)
    if (this.processes !== null) return
    await this.#family.configure(this.#place.data, this.#settings)
    for (let attempt = 1; ; attempt++) {
      const port = this.#port ?? (await this.#means.choosePort())
      const refusal = await this.#launch(port)
      if (refusal === null) {
        this.#port = port
        return
      }
      // Somebody may have taken a new port after it was probed. An old one is what clients know: it can't change.
      const retry = this.#port === null && attempt < portAttempts && this.#family.saysPortTaken(refusal)
      if (!retry) throw new ServerError(refusal)
    }
  }

  async #stop(manner: Manner): Promise<void> {
    const running = this.#running
    if (running === null || this.processes === null) return
    running.processes.stop(this.#family.stopSignals[manner])
    const deadline = new AbortController()
    const late = sleep(stopDeadlineMillis, 'late' as const, { signal: deadline.signal }).catch(() => 'late' as const)
    const outcome = await Promise.race([keeper().hold(running.kept.exited), late])
    deadline.abort()
    if (outcome !== 'late') return
    throw new ServerError(`${this.#family.name} did not stop (${manner}) in ${stopDeadlineMillis} ms\n${this.#tail()}`)
  }

  async #kill(): Promise<void> {
    if (this.#running === null || this.processes === null) return
    await this.#running.processes.kill()
    await keeper().hold(this.#running.kept.exited)
  }

  /** Null, or why the server did not come up. */
  async #launch(port: number): Promise<string | null> {
    const { data, directory } = this.#place
    const logged = this.#logText().length
    const kept = await keeper().run({
      ...this.#family.launch(this.#installation, data, { host: this.host, port }),
      cwd: data.directory,
      env: { ...this.#family.environment, HOME: directory },
      user: data.user,
      log: this.log,
      stopSignal: this.#family.stopSignals[this.#family.abruptStop],
    })
    this.#running = { kept, processes: new ServerProcesses(data.directory, kept.pid) }
    const deadline = performance.now() + startDeadlineMillis
    while (kept.exit === null) {
      if (this.#family.isReady(data, { pid: kept.pid, logged: () => this.#logText().slice(logged) })) return null
      if (performance.now() > deadline) {
        await this.#kill()
        return `${this.#family.name} was not ready after ${startDeadlineMillis} ms\n${this.#tail(logged)}`
      }
      await sleep(readyPollMillis)
    }
    return `${this.#family.name} ended at its start (${kept.exit.code ?? kept.exit.signal})\n${this.#tail(logged)}`
  }

  #logText(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : ''
  }

  #tail(from = 0): string {
    return this.#logText().slice(from).trimEnd().split('\n').slice(-20).join('\n')
  }
}
