import { connect } from 'node:net'
import { type ControlRows, type OpContext, systemClock, withDeadline } from '@muxpool/core/adapter'
import { readIdentity } from './baseline.ts'
import { commandClassesOf } from './command-classes.ts'
import type { Connector } from './connector.ts'
import { ControlQuery } from './control-query.ts'
import type { Mysql2Module, ServerError } from './driver-members.ts'
import type { MysqlWire } from './wire.ts'

/** https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: ER_NO_SUCH_THREAD */
const noSuchThread = 1094

/** A KILL that came before the server had read the statement hits nothing: it is sent again while the same one runs. */
const repeatMillis = 100

/** Signals that need a connection of their own; the protocol has no other way. It takes a slot while one is needed. */
export class ControlLine {
  readonly #mysql2: Mysql2Module
  readonly #connector: Connector

  constructor(mysql2: Mysql2Module, connector: Connector) {
    this.#mysql2 = mysql2
    this.#connector = connector
  }

  /**
   * Ends what a connection runs, by KILL QUERY. Resolves when that has ended: a kill that the server has answered does
   * not land on a later statement.
   */
  async cancel(wire: MysqlWire, serverIdentity: string, context: OpContext): Promise<void> {
    const { job } = wire
    const line = await this.#connector.dial(context, placeOf(wire))
    const work = async (): Promise<void> => {
      const run = (text: string): Promise<ControlRows> => this.#run(line, text)
      // Numbers of threads mean something on one server only, and a name may lead to another one now.
      if ((await readIdentity(({ text }) => run(text))) !== serverIdentity) throw new Error('this is another server')
      while (!wire.gone) {
        await run(`KILL QUERY ${Number(wire.connection.threadId)}`).catch((error: ServerError) => {
          if (error.errno !== noSuchThread) throw error
        })
        if (await this.#ends(wire, job, context)) return
      }
    }
    const late = (): Error => new Error('the server did not answer in time')
    await withDeadline(systemClock, work(), context, late).finally(() => leave(line))
  }

  async #run(line: MysqlWire, text: string): Promise<ControlRows> {
    return (await line.control(new ControlQuery({ text }, commandClassesOf(this.#mysql2)))).answer
  }

  /** True: what was to be cancelled has ended, or the time for it has. */
  #ends(wire: MysqlWire, job: unknown, { deadline }: OpContext): Promise<boolean> {
    if (!wire.runs(job) || systemClock.now() >= deadline) return Promise.resolve(true)
    return new Promise((resolve) => {
      const timer = systemClock.setTimer(() => resolve(!wire.runs(job)), repeatMillis, true)
      wire.whenIdle(() => {
        timer.cancel()
        resolve(true)
      })
    })
  }

  /**
   * Whether the server answers at all: a refusal is an answer. Asked by logging in, as a greeting that is not answered
   * counts as an error of this host, and many of them block it (`max_connect_errors`).
   */
  async pulse(context: OpContext): Promise<boolean> {
    try {
      const line = await this.#connector.dial(context, {})
      await leave(line)
      return true
    } catch (error) {
      const { errno } = error as ServerError
      return typeof errno === 'number' && errno > 0
    }
  }
}

function leave(line: MysqlWire): Promise<void> {
  if (line.usable && line.owed === 0) line.connection.end()
  else line.destroy()
  return new Promise((resolve) => line.whenGone(resolve))
}

/** Where the connection really goes: no name is looked up, and TLS still checks the name that the user gave. */
function placeOf({ connection, address }: MysqlWire): object {
  const { config } = connection
  if (config.socketPath !== undefined || config.stream || address === null) return {}
  return { stream: () => connect(address.port, address.host).setNoDelay(true) }
}
