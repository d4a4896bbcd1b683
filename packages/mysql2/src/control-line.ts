import { type ControlRows, type OpContext, systemClock, withDeadline } from '@muxpool/core/adapter'
import type { ConnectionPlace, Connector } from './connector.ts'
import { ControlQuery } from './control-query.ts'
import type { CommandClasses } from './driver-members.ts'
import type { MysqlWire } from './wire.ts'

interface Line {
  readonly wire: Promise<MysqlWire>
  users: number
  /** What was asked last: one thing at a time. */
  last: Promise<unknown>
}

/**
 * Connections for the pool's own signals: the protocol has no way beside them. There is one to each place while somebody
 * needs it, however many do, as each takes one of the server's slots.
 */
export class ControlLines {
  readonly #connector: Connector
  readonly #classes: CommandClasses
  readonly #lines = new Map<string, Line>()
  /** Lines that were given up and still have their slot. */
  readonly #leaving = new Map<string, Promise<unknown>>()

  constructor(connector: Connector, classes: CommandClasses) {
    this.#connector = connector
    this.#classes = classes
  }

  async use<R>(
    place: ConnectionPlace,
    context: OpContext,
    work: (ask: (text: string) => Promise<ControlRows>) => Promise<R>,
  ): Promise<R> {
    const key = place === null ? '' : `${place.host} ${place.port}`
    const line = this.#lines.get(key) ?? {
      wire: this.#dial(key, place, context),
      users: 0,
      last: Promise.resolve(),
    }
    this.#lines.set(key, line)
    line.users += 1
    try {
      const wire = await line.wire
      return await work((text) => this.#ask(line, wire, text, context))
    } finally {
      line.users -= 1
      if (line.users === 0) await this.#leaves(key, line, context)
    }
  }

  async #dial(key: string, place: ConnectionPlace, context: OpContext): Promise<MysqlWire> {
    for (let before = this.#leaving.get(key); before !== undefined; before = this.#leaving.get(key)) await before
    return this.#connector.dial(context, place)
  }

  /** A server that is silent for one of them is silent for all. */
  #ask(line: Line, wire: MysqlWire, text: string, context: OpContext): Promise<ControlRows> {
    const answer = line.last.then(async () => (await wire.control(new ControlQuery({ text }, this.#classes))).answer)
    line.last = answer.catch(() => {})
    return withDeadline(systemClock, answer, context, () => {
      const error = new Error('the server did not answer in time')
      wire.fail(error)
      return error
    })
  }

  async #leaves(key: string, line: Line, context: OpContext): Promise<void> {
    this.#lines.delete(key)
    const left = this.#leave(line, context).then(() => this.#leaving.delete(key))
    this.#leaving.set(key, left)
    await left
  }

  async #leave({ wire }: Line, { deadline }: OpContext): Promise<void> {
    const open = await wire.catch(() => null)
    if (open === null) return
    if (open.usable && open.owed === 0) open.leave()
    else open.destroy()
    const timer = systemClock.setTimer(() => open.destroy(), deadline - systemClock.now(), true)
    await new Promise<void>((resolve) => open.whenGone(resolve))
    timer.cancel()
  }
}
