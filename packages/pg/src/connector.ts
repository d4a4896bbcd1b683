import { MuxError, type OpContext, type WireSink } from '@muxpool/core/adapter'
import { ControlQuery } from './control-query.ts'
import type { PgClient } from './driver-members.ts'
import { Baseline, type ConnectionHooks } from './hooks.ts'
import { PgWire } from './wire.ts'

/** Opens physical connections. Every step lies inside one deadline, and a failed step leaves no socket behind. */
export class Connector {
  readonly #config: () => object
  readonly #hooks: ConnectionHooks
  readonly #now: () => number
  readonly #timer: (fire: () => void, millis: number) => { cancel(): void }

  constructor(
    config: () => object,
    hooks: ConnectionHooks,
    now: () => number,
    timer: (fire: () => void, millis: number) => { cancel(): void },
  ) {
    this.#config = config
    this.#hooks = hooks
    this.#now = now
    this.#timer = timer
  }

  open(
    sink: WireSink,
    context: OpContext,
    clientClass: new (config: object) => PgClient,
  ): Promise<{ wire: PgWire; baseline: Baseline }> {
    const client = new clientClass(this.#config())
    if (client.connection === undefined)
      throw new MuxError(
        'MUX_DRIVER_UNSUPPORTED',
        'pg.native does not show the transaction state: use the JavaScript driver',
        { phase: 'connect' },
      )
    const wire = new PgWire(client, sink)
    const baseline = new Baseline()
    return new Promise((resolve, reject) => {
      const timer = this.#timer(() => {
        client.connection.stream.destroy()
        // In the same turn: who waits with a limit of his own that is due now too must hear of this one.
        reject(tooLate())
      }, context.deadline - this.#now())
      const fail = (error: Error): void => {
        const gone = (): void => {
          timer.cancel()
          reject(error)
        }
        wire.whenGone(gone)
        const { stream } = client.connection
        // pg looks at the socket only once it has begun to connect.
        stream.once('close', gone)
        stream.destroy()
      }
      const connected = (error: Error | null): void => {
        if (error) return fail(error)
        this.#prepare(wire, baseline).then(() => {
          timer.cancel()
          baseline.close()
          resolve({ wire, baseline })
        }, fail)
      }
      try {
        client.connect(connected)
      } catch (error) {
        fail(error as Error)
      }
    })
  }

  async #prepare(wire: PgWire, baseline: Baseline): Promise<void> {
    const { client } = wire
    // connect() calls back before the driver has handled the ReadyForQuery that it reports.
    await Promise.resolve()
    for (const text of this.#hooks.initQuery) {
      baseline.add(text)
      try {
        await wire.control(new ControlQuery({ text }))
      } catch (error) {
        throw new MuxError('MUX_INIT_FAILED', `initQuery failed: ${(error as Error).message}`, {
          phase: 'init',
          cause: error,
        })
      }
    }
    const face = baseline.hookFace(client)
    if (this.#hooks.onConnect !== null) await this.#hooks.onConnect(face)
    this.#hooks.announce(face)
    const { verify } = this.#hooks
    if (verify !== null)
      await new Promise<void>((resolve, reject) => verify(face, (error) => (error ? reject(error) : resolve())))
    // Behind whatever the hooks have queued; and the first boundary that the wire itself has seen.
    await wire.control(new ControlQuery(null))
    if (wire.tx !== 'none')
      throw new MuxError('MUX_INIT_FAILED', 'a connect hook left a transaction open', { phase: 'init' })
  }
}

const tooLate = (): MuxError =>
  new MuxError('MUX_CONNECT_TIMEOUT', 'Connection terminated due to connection timeout', {
    phase: 'connect',
    cause: new Error('the server did not answer in time'),
  })
