import { AsyncResource } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { tellProcess } from '@muxpool/core/adapter'
import type { Mysql2Command } from './driver-members.ts'

const voiceOf = Symbol('muxpool.voice')

interface Voiced extends Mysql2Command {
  [voiceOf]: CommandVoice
}

/** Without an event it is the answer. */
interface Said {
  readonly event: string | symbol | null
  readonly given: readonly unknown[]
}

/**
 * Everything that a command of the driver says to its caller, by callback and by events, goes through here: in the
 * caller's async context, one answer only, and none that throws into the middle of the protocol.
 */
export abstract class CommandVoice extends AsyncResource {
  readonly #command: Mysql2Command
  readonly #onResult: ((...answer: unknown[]) => void) | undefined
  /** Answers wait, and are held in their order; rows go on. */
  #holding = false
  #held: Said[] | null = null
  /** The caller has been answered. */
  #told = false
  /** Core has answered the caller: whatever the driver says now is too late. */
  #silent = false

  constructor(command: Mysql2Command) {
    super('muxpool.statement')
    this.#command = command
    this.#onResult = command.onResult
    ;(command as Voiced)[voiceOf] = this
    if (command.onResult !== undefined) command.onResult = answerThrough
    command.emit = emitThrough
  }

  /** What the driver says against the command while its answers are held back. */
  abstract driverRefuses(error: Error): void
  /** The driver is done with it: nothing is said behind that but the answer. It may be told more than once. */
  protected abstract ended(): void

  protected get told(): boolean {
    return this.#told
  }

  protected holdBack(): void {
    this.#holding = true
  }

  /** What was held back is said now. */
  protected letGo(): void {
    this.#holding = false
    const held = this.#held
    if (held === null) return
    this.#held = null
    for (const { event, given } of held)
      if (event === null) this.answer(given)
      else this.emitted(event, given)
  }

  /** False: the caller has been answered, or will be. */
  protected mute(): boolean {
    if (this.#silent || this.#told) return false
    this.#silent = true
    return true
  }

  /** For the command only. */
  answer(answer: readonly unknown[]): void {
    if (this.#holding) {
      if (answer[0]) this.driverRefuses(answer[0] as Error)
      this.#hold(null, answer)
      return
    }
    if (this.#silent || this.#told) return
    this.#told = true
    this.#say(this.#onResult, answer)
  }

  /** For the command only. */
  emitted(event: string | symbol, args: readonly unknown[]): boolean {
    if (this.#holding && (event === 'error' || event === 'end')) {
      if (event === 'error') this.driverRefuses(args[0] as Error)
      this.#hold(event, args)
      return true
    }
    if (this.#silent) return false
    // With a callback the end is an event in front of the answer.
    if (this.#onResult === undefined && (event === 'error' || event === 'end')) this.#told = true
    const heard = this.#pass(event, args)
    if (event === 'end') this.ended()
    return heard
  }

  #hold(event: Said['event'], given: readonly unknown[]): void {
    this.#held ??= []
    this.#held.push({ event, given })
  }

  #pass(event: string | symbol, args: readonly unknown[]): boolean {
    const heard = this.#command.listenerCount(event) > 0
    // As on a pool's connection: an error that nobody listens to does not end the process.
    if (heard) this.#say(EventEmitter.prototype.emit as (...given: unknown[]) => unknown, [event, ...args])
    return heard
  }

  #say(tell: ((...given: unknown[]) => unknown) | undefined, given: readonly unknown[]): void {
    if (tell !== undefined) this.runInAsyncScope(say, this.#command, tell, given)
  }

  /** Answers in the place of the driver, where it has not answered. */
  protected fail(error: Error): void {
    if (!this.#told) this.#answerFor(error)
    this.ended()
  }

  #answerFor(error: Error): void {
    this.#told = true
    this.#silent = true
    this.#held = null
    if (this.#onResult === undefined) this.#pass('error', [error])
    else this.#say(this.#onResult, [error])
    this.#pass('end', [])
  }
}

/** The caller's code may throw, and must not break the connection by it. */
function say(this: Mysql2Command, tell: (...given: unknown[]) => unknown, given: readonly unknown[]): void {
  try {
    tell.apply(this, given as unknown[])
  } catch (error) {
    tellProcess(error)
  }
}

// The same two for all commands: a closure for each would be most of what a statement costs in memory.
function answerThrough(this: Mysql2Command, ...answer: unknown[]): void {
  ;(this as Voiced)[voiceOf].answer(answer)
}

function emitThrough(this: Mysql2Command, event: string | symbol, ...args: unknown[]): boolean {
  return (this as Voiced)[voiceOf].emitted(event, args)
}
