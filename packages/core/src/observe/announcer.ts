import type { Channel } from 'node:diagnostics_channel'
import { EventEmitter } from 'eventemitter3'
import { channels } from './channels.ts'
import type { PoolEventMap, PoolEventName } from './pool-events.ts'

/** What `pool.events` is. */
export type PoolEvents = EventEmitter<PoolEventMap>

/** Tells events to listeners and channels, and keeps what they do from reaching the pool. */
export class Announcer {
  /** Made when somebody asks for it: until then nobody can listen, and nothing is looked up for a statement. */
  #events: PoolEvents | null = null
  readonly #warn: (message: string, code: string) => void
  readonly #warned = new Set<PoolEventName>()

  constructor(warn: (message: string, code: string) => void) {
    this.#warn = warn
  }

  get events(): PoolEvents {
    this.#events ??= new EventEmitter<PoolEventMap>()
    return this.#events
  }

  /**
   * Asked before a payload is made: without a listener an event costs no allocation.
   * @param channel of that name: found for nothing where the name is a constant.
   */
  heard(name: PoolEventName, channel: Channel = channels[name]): boolean {
    return channel.hasSubscribers || (this.#events !== null && this.#events.listenerCount(name) > 0)
  }

  tell<Name extends PoolEventName>(name: Name, payload: PoolEventMap[Name][0]): void {
    try {
      // The payload tuple of one name; the emitter's own types can't see that it is.
      ;(this.events.emit as (event: PoolEventName, payload: object) => boolean).call(this.events, name, payload)
    } catch (error) {
      this.#complain(name, error)
    }
    // Node itself keeps what a subscriber throws away from the publisher.
    if (channels[name].hasSubscribers) channels[name].publish(payload)
  }

  /** Once for each event: a listener of a hot one would warn thousands of times a second. */
  #complain(name: PoolEventName, error: unknown): void {
    if (this.#warned.has(name)) return
    this.#warned.add(name)
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#warn(
      `a listener of the pool event '${name}' threw, and listeners behind it missed the event: ${text}`,
      'MUX_LISTENER_THREW',
    )
  }
}
