import { connect } from 'node:net'
import { MuxError, type OpContext, systemClock, type WireSink } from '@muxpool/core/adapter'
import { Baseline } from './baseline.ts'
import { commandClassesOf } from './command-classes.ts'
import { askForFlags, ControlQuery } from './control-query.ts'
import type { Mysql2Module } from './driver-members.ts'
import { socketMakerOf } from './driver-socket.ts'
import { type ConnectionHooks, HookRecord } from './hooks.ts'
import { MysqlWire } from './wire.ts'
import { wireConnectionClassOf } from './wire-connection.ts'

export interface ConnectorParts {
  readonly mysql2: Mysql2Module
  readonly hooks: ConnectionHooks
  /** The driver's options, made anew for each connection; `password` may be a function, which is asked each time. */
  readonly config: () => ConnectionOptions | Promise<ConnectionOptions>
}

/** The server's end of a socket, so that no name is looked up again; null: as the options say. */
export type ConnectionPlace = { readonly host: string; readonly port: number } | null

export interface ConnectionOptions {
  readonly password?: unknown
  readonly [name: string]: unknown
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html: CLIENT_SESSION_TRACK */
const sessionTrack = 0x0080_0000

/** Opens physical connections. Every step lies inside one deadline, and a failed step leaves no socket behind. */
export class Connector {
  readonly #parts: ConnectorParts

  constructor(parts: ConnectorParts) {
    this.#parts = parts
  }

  async open(sink: WireSink, context: OpContext): Promise<{ readonly wire: MysqlWire; readonly baseline: Baseline }> {
    return this.#within(sink, context, {}, async (wire) => ({ wire, baseline: await this.#prepare(wire, sink) }))
  }

  /** A connection for the pool's own signals, without hooks and in nobody's state. */
  dial(context: OpContext, place: ConnectionPlace): Promise<MysqlWire> {
    const stream = place === null ? {} : { stream: () => connect(place.port, place.host).setNoDelay(true) }
    return this.#within(deaf, context, { ...stream, database: undefined }, async (wire) => wire)
  }

  #within<R>(
    sink: WireSink,
    { deadline }: OpContext,
    overrides: object,
    use: (wire: MysqlWire) => Promise<R>,
  ): Promise<R> {
    return new Promise((resolve, reject) => {
      let wire: MysqlWire | null = null
      let over = false
      const timer = systemClock.setTimer(
        () => {
          over = true
          wire?.destroy()
          // In the same turn: who waits with a limit of his own that is due now too must hear of this one.
          reject(tooLate())
        },
        deadline - systemClock.now(),
        true,
      )
      const fail = (error: Error): void => {
        timer.cancel()
        if (wire === null) return reject(error)
        wire.whenGone(() => reject(error))
        wire.fail(error)
      }
      const work = async (): Promise<void> => {
        const options = await this.#options(overrides)
        if (over) return
        wire = this.#connect(options, sink)
        await connected(wire)
        const result = await use(wire)
        timer.cancel()
        resolve(result)
      }
      work().catch(fail)
    })
  }

  async #options(overrides: object): Promise<ConnectionOptions> {
    const options = { ...(await this.#parts.config()), ...overrides }
    const { password } = options
    return typeof password === 'function' ? { ...options, password: await password() } : options
  }

  #connect(options: ConnectionOptions, sink: WireSink): MysqlWire {
    const { mysql2 } = this.#parts
    // The attempt's own deadline holds for all of its steps. The driver's cache of statements is replaced, and would
    // take a hundred bytes for each entry that it might have.
    const config = new mysql2.ConnectionConfig({ ...options, connectTimeout: 0, maxPreparedStatements: 1 })
    config.clientFlags |= sessionTrack
    config.stream ??= socketMakerOf(config)
    return new MysqlWire(new (wireConnectionClassOf(mysql2))({ config }), sink)
  }

  async #prepare(wire: MysqlWire, sink: WireSink): Promise<Baseline> {
    const classes = commandClassesOf(this.#parts.mysql2)
    const run = async (statement: ConstructorParameters<typeof ControlQuery>[0]) =>
      (await wire.control(new ControlQuery(statement, classes))).answer
    const record = new HookRecord(classes)
    for (const text of this.#parts.hooks.initQuery) {
      record.add(text)
      await run({ text }).catch((cause: Error) => {
        throw new MuxError('MUX_INIT_FAILED', `initQuery failed: ${cause.message}`, { phase: 'init', cause })
      })
    }
    const face = record.faceOf(wire.connection)
    if (this.#parts.hooks.onConnect !== null) await this.#parts.hooks.onConnect(face)
    this.#parts.hooks.announce(face)
    // Behind whatever the hooks have queued; and the first boundary that the wire itself has seen.
    await wire.control(askForFlags())
    if (wire.tx !== 'none')
      throw new MuxError('MUX_INIT_FAILED', 'a connection hook left a transaction open', { phase: 'init' })
    const baseline = await Baseline.read(wire, run, sink, record)
    record.close()
    return baseline
  }
}

const deaf: WireSink = { setting: () => {}, doubted: () => {}, pushed: () => {}, lost: () => {} }

function connected(wire: MysqlWire): Promise<void> {
  return new Promise((resolve, reject) => {
    wire.connection.once('connect', () => {
      wire.connection.writesBehindReads = true
      resolve()
    })
    wire.whenGone(() => reject(wire.fault))
  })
}

const tooLate = (): MuxError =>
  new MuxError('MUX_CONNECT_TIMEOUT', 'connect ETIMEDOUT', {
    phase: 'connect',
    cause: new Error('the server did not answer in time'),
  })
