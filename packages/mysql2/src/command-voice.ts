import type { AsyncResource } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { guarded } from '@muxpool/core/adapter'
import type { Mysql2Command } from './driver-members.ts'

/** Without an event it is the answer. */
interface Said {
  readonly event: string | symbol | null
  readonly given: readonly unknown[]
}

function sayAs(command: Mysql2Command, tell: (...given: unknown[]) => unknown, given: readonly unknown[]): void {
  tell.apply(command, given as unknown[])
}

/**
 * Everything that a command of the driver says to its caller, by callback and by events, goes through here: in the
 * caller's async context, one answer only, and none that throws into the middle of the protocol.
 */
export class CommandVoice {
  readonly #command: Mysql2Command
  readonly #onResult: ((...answer: unknown[]) => void) | undefined
  readonly #context: AsyncResource
  readonly #heldError: (error: Error) => void
  /** Answers and events in their order. Null: nothing is held back. */
  #held: Said[] | null = null
  /** The caller has been answered. */
  told = false
  /** Core has answered the caller: whatever the driver says now is too late. */
  silent = false

  /** @param heldError what the driver says against the command while it is held back. */
  constructor(command: Mysql2Command, context: AsyncResource, heldError: (error: Error) => void) {
    this.#command = command
    this.#onResult = command.onResult
    this.#context = context
    this.#heldError = heldError
    if (command.onResult !== undefined) command.onResult = (...answer) => this.#answer(answer)
    command.emit = (event, ...args) => this.#emit(event, args)
  }

  /** Answers wait from now on; rows go on. */
  holdBack(): void {
    this.#held ??= []
  }

  /** What was held back is said now. */
  letGo(): void {
    const held = this.#held
    this.#held = null
    for (const { event, given } of held ?? [])
      if (event === null) this.#answer(given)
      else this.#emit(event, given)
  }

  mute(): void {
    this.silent = true
  }

  #answer(answer: readonly unknown[]): void {
    if (this.#held !== null) {
      if (answer[0]) this.#heldError(answer[0] as Error)
      this.#held.push({ event: null, given: answer })
      return
    }
    if (this.silent || this.told) return
    this.told = true
    this.#say(this.#onResult, answer)
  }

  #emit(event: string | symbol, args: readonly unknown[]): boolean {
    if (this.#held !== null && (event === 'error' || event === 'end')) {
      if (event === 'error') this.#heldError(args[0] as Error)
      this.#held.push({ event, given: args })
      return true
    }
    if (this.silent) return false
    // With a callback the end is an event in front of the answer.
    if (this.#onResult === undefined && (event === 'error' || event === 'end')) this.told = true
    return this.#pass(event, args)
  }

  #pass(event: string | symbol, args: readonly unknown[]): boolean {
    const command = this.#command
    const heard = command.listenerCount(event) > 0
    // As on a pool's connection: an error that nobody listens to does not end the process.
    if (heard) this.#say(EventEmitter.prototype.emit as (...given: unknown[]) => unknown, [event, ...args])
    return heard
  }

  #say(tell: ((...given: unknown[]) => unknown) | undefined, given: readonly unknown[]): void {
    if (tell !== undefined) this.#context.runInAsyncScope(guarded, undefined, sayAs, this.#command, tell, given)
  }

  /** Answers in the place of the driver. */
  fail(error: Error): void {
    if (this.told) return
    this.told = true
    this.silent = true
    this.#held = null
    if (this.#onResult === undefined) this.#pass('error', [error])
    else this.#say(this.#onResult, [error])
    this.#pass('end', [])
  }
}
