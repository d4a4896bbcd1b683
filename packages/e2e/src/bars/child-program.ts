import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** How a program ended. */
export interface Ending {
  readonly code: number | null
  /** Since its last line. */
  readonly millis: number
}

/** A program in a process of its own, which has nothing but its pipes. */
export class ChildProgram {
  readonly #child: ChildProcess
  readonly lines: string[] = []
  errors = ''
  #ended: Ending | null = null
  #lastLineAt: number = performance.now()
  #changed: () => void = () => {}

  constructor(program: URL, args: readonly string[], nodeOptions: readonly string[] = []) {
    const path = fileURLToPath(program)
    const options = ['--conditions=muxpool-source', '--import', tsx, ...nodeOptions]
    this.#child = spawn(process.execPath, [...options, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let rest = ''
    this.#child.stdout?.on('data', (data: Buffer) => {
      const parts = (rest + data).split('\n')
      rest = parts.pop() ?? ''
      this.lines.push(...parts)
      this.#lastLineAt = performance.now()
      this.#changed()
    })
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.errors += data
    })
    this.#child.on('exit', (code) => {
      this.#ended = { code, millis: performance.now() - this.#lastLineAt }
      this.#changed()
    })
  }

  get ended(): Ending | null {
    return this.#ended
  }

  /** When it has said so many lines; rejects when it ends before, or takes too long. */
  async said(lines: number, millis = 30_000): Promise<void> {
    if (await this.#until(() => this.lines.length >= lines || this.#ended !== null, millis))
      if (this.lines.length >= lines) return
    throw new Error(
      `said ${JSON.stringify(this.lines)} and ${this.#ended === null ? 'no more' : 'ended'}: ${this.errors}`,
    )
  }

  /** Null: it did not end in time. */
  async end(millis: number): Promise<Ending | null> {
    await this.#until(() => this.#ended !== null, millis)
    return this.#ended
  }

  async #until(is: () => boolean, millis: number): Promise<boolean> {
    const given = new AbortController()
    const late = sleep(millis, true, { signal: given.signal }).catch(() => true)
    const seen = (async () => {
      while (!is()) await new Promise<void>((resolve) => (this.#changed = resolve))
    })()
    await Promise.race([seen, late])
    given.abort()
    return is()
  }

  stop(): void {
    this.#child.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    if (this.#ended !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}
