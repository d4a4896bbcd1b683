import { type OpContext, systemClock, withDeadline } from '@muxpool/core/adapter'
import { readIdentity } from './baseline.ts'
import type { ControlLines } from './control-line.ts'
import type { ServerError } from './driver-members.ts'
import type { MysqlWire } from './wire.ts'

/** https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: ER_NO_SUCH_THREAD */
const noSuchThread = 1094

/** A KILL that came before the server had read the statement hits nothing: it is sent again while the same one runs. */
const repeatMillis = 100

/**
 * Ends what a connection runs, by KILL QUERY. Resolves when that has ended: a kill that the server has answered does not
 * land on a later statement.
 */
export async function sendCancel(
  lines: ControlLines,
  wire: MysqlWire,
  serverIdentity: string,
  context: OpContext,
): Promise<void> {
  const { job } = wire
  const work = lines.use(wire.place, context, async (ask) => {
    // Numbers of threads mean something on one server only, and an address may lead to another one now.
    if ((await readIdentity(({ text }) => ask(text))) !== serverIdentity) throw new Error('this is another server')
    while (!wire.gone) {
      await ask(`KILL QUERY ${Number(wire.connection.threadId)}`).catch((error: ServerError) => {
        if (error.errno !== noSuchThread) throw error
      })
      if (await ends(wire, job, context)) return
    }
  })
  await withDeadline(systemClock, work, context, () => new Error('the server did not answer in time'))
}

/** Whether it is still what the connection runs. */
const runs = (wire: MysqlWire, job: unknown): boolean => job !== null && wire.job === job

/** True: what was to be cancelled has ended, or the time for it has. */
function ends(wire: MysqlWire, job: unknown, { deadline }: OpContext): Promise<boolean> {
  if (!runs(wire, job) || systemClock.now() >= deadline) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = systemClock.setTimer(() => resolve(!runs(wire, job)), repeatMillis, true)
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
export async function askForLife(lines: ControlLines, context: OpContext): Promise<boolean> {
  try {
    await lines.use(null, context, async () => {})
    return true
  } catch (error) {
    const { errno } = error as ServerError
    return typeof errno === 'number' && errno > 0
  }
}
