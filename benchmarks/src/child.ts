import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A script of this folder in a fresh process, which answers each message with one message. */
export class FreshProcess {
  readonly #script: string
  readonly #child: ChildProcess

  constructor(script: string, order: unknown, nodeOptions: readonly string[] = []) {
    this.#script = script
    this.#child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(order)], {
      execArgv: [...nodeOptions, '--import', import.meta.resolve('tsx')],
    })
  }

  ask<T>(question: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.#child.off('message', answered).off('exit', ended)
        act()
      }
      const answered = (answer: unknown): void => settle(() => resolve(answer as T))
      const ended = (code: number | null, signal: string | null): void =>
        settle(() => reject(new Error(`${this.#script} ended with ${code ?? signal} when asked to ${question}`)))
      this.#child.on('message', answered).on('exit', ended)
      this.#child.send(question)
    })
  }

  /** Asks for the last answer, then lets the process end. */
  async finish<T>(question: string): Promise<T> {
    const answer = await this.ask<T>(question)
    this.#child.disconnect()
    return answer
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

/** The child's side: its order, and a handler for each question. */
export function takeOrder<T>(): T {
  return JSON.parse(process.argv[2] ?? '') as T
}

export function answer(handlers: Readonly<Record<string, () => Promise<unknown>>>): void {
  process.on('message', (question: string) => {
    const handler = handlers[question]
    if (handler === undefined) throw new Error(`no answer to ${question}`)
    // A rejection is unhandled on purpose: it ends this process, and the parent says so.
    void handler().then((result) => process.send?.(result ?? null))
  })
}
