import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ServerUser } from './server-user.ts'

export interface RunOrder {
  readonly order: 'run'
  readonly id: number
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly user: ServerUser | null
  /** Output of the process is appended to this file. */
  readonly log: string
  /** What ends the process at once when the test process is gone. */
  readonly stopSignal: NodeJS.Signals
}

export interface DirectoryOrder {
  /** own: to be removed at the end; disown: remove it now. */
  readonly order: 'own' | 'disown'
  readonly id: number
  readonly directory: string
}

export type Order = RunOrder | DirectoryOrder

type Answer =
  | { readonly id: number; readonly event: 'done' }
  | { readonly id: number; readonly event: 'spawned'; readonly pid: number }
  | { readonly id: number; readonly event: 'failed'; readonly message: string }
  | { readonly id: number; readonly event: 'exited'; readonly code: number | null; readonly signal: string | null }

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

export interface KeptProcess {
  readonly pid: number
  /** Null while it runs. */
  readonly exit: Exit | null
  readonly exited: Promise<Exit>
}

interface Pending {
  settle(answer: Answer): void
  fail(error: Error): void
}

/** The test process's end of keeper-process.js. */
class Keeper {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, Pending>()
  readonly #exits = new Map<number, (exit: Exit) => void>()
  #lastId = 0
  #holds = 0
  #ended: Error | null = null
  #complaint = ''

  constructor() {
    const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
    this.#child = spawn(process.execPath, [fileURLToPath(new URL('./keeper-process.js', import.meta.url))], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
      env,
    })
    this.#child.once('error', (error) => this.#end(error))
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint += text
    })
    this.#child.once('close', (code, signal) => {
      this.#end(new Error(`the keeper of servers ended (${code ?? signal}) ${this.#complaint}`))
    })
    this.#child.stdin?.on('error', () => {})
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(JSON.parse(line) as Answer))
    }
    this.#reference(false)
  }

  async run(order: Omit<RunOrder, 'order' | 'id'>): Promise<KeptProcess> {
    const id = ++this.#lastId
    let exit: Exit | null = null
    const exited = new Promise<Exit>((resolve) => {
      this.#exits.set(id, (seen) => {
        exit = seen
        resolve(seen)
      })
    })
    try {
      const answer = await this.#order({ ...order, order: 'run', id })
      const pid = answer.event === 'spawned' ? answer.pid : 0
      return {
        pid,
        exited,
        get exit(): Exit | null {
          return exit
        },
      }
    } catch (error) {
      this.#exits.delete(id)
      throw error
    }
  }

  async own(directory: string): Promise<void> {
    await this.#order({ order: 'own', id: ++this.#lastId, directory })
  }

  async disown(directory: string): Promise<void> {
    await this.#order({ order: 'disown', id: ++this.#lastId, directory })
  }

  /** Keeps the event loop alive while the promise is open; servers alone never do. */
  async hold<T>(promise: Promise<T>): Promise<T> {
    if (this.#holds++ === 0) this.#reference(true)
    try {
      return await promise
    } finally {
      if (--this.#holds === 0) this.#reference(false)
    }
  }

  get ended(): boolean {
    return this.#ended !== null
  }

  #order(order: Order): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      if (this.#ended !== null) reject(this.#ended)
      else this.#pending.set(order.id, { settle: resolve, fail: reject })
    })
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
    return this.hold(answer)
  }

  #hear(answer: Answer): void {
    if (answer.event === 'exited') {
      this.#exits.get(answer.id)?.({ code: answer.code, signal: answer.signal })
      this.#exits.delete(answer.id)
      return
    }
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if (answer.event === 'failed') pending?.fail(new Error(answer.message))
    else pending?.settle(answer)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const pending of this.#pending.values()) pending.fail(this.#ended)
    this.#pending.clear()
    for (const exit of this.#exits.values()) exit({ code: null, signal: null })
    this.#exits.clear()
  }

  #reference(on: boolean): void {
    const verb = on ? 'ref' : 'unref'
    this.#child[verb]()
    for (const pipe of this.#child.stdio) (pipe as Socket | null)?.[verb]()
  }
}

export type { Keeper }

let shared: Keeper | null = null

/** One keeper per test process; a new one if the last was killed. */
export function keeper(): Keeper {
  if (shared === null || shared.ended) shared = new Keeper()
  return shared
}
