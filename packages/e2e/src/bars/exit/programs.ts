import type { BarPool } from '../bar-pool.ts'
import { thawed } from '../thawed.ts'

export interface ExitOptions {
  readonly maxConnections: number
  readonly connectionBorrowTimeoutMillis: number
}
type Programs = Readonly<Record<string, () => Promise<void>>>

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const one = async (pool: BarPool): Promise<string> => ((await pool.ask(1)) === 1 ? 'answered' : 'wrong answer')

function tell(answers: readonly PromiseSettledResult<string>[]): void {
  for (const answer of answers)
    say(answer.status === 'fulfilled' ? answer.value : `failed: ${(answer.reason as Error).message}`)
}

/** Until the server is gone, a timer keeps the process; then nothing but who waits for its return. */
async function outliveServer(pool: BarPool): Promise<void> {
  const kept = setInterval(() => {}, 1_000)
  const lost = new Promise((resolve) => pool.events.once('connectionLost', resolve))
  say(await one(pool))
  await lost
  clearInterval(kept)
  say('waiting')
}

/** Each ends only by itself, so a handle that is left too much, or one too few, shows. */
const programs = (open: (options: ExitOptions) => BarPool): Programs => ({
  /** Opens a pool, runs one statement, forgets to end it. */
  async forgets() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 120_000 })
    say(await one(pool))
  },

  /** Its server goes away, and nothing but the caller that waits for its return keeps the process. */
  async waits() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 60_000 })
    await outliveServer(pool)
    say(await one(pool))
  },

  /** The same, and the server does not return in time. */
  async gives_up() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 1_500 })
    await outliveServer(pool)
    say(await one(pool).catch((error: { code?: string }) => error.code ?? String(error)))
  },

  /** Is stopped while all connections are idle, which die meanwhile. */
  async sleeps() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 3_000 })
    await Promise.all(Array.from({ length: 4 }, (_, n) => pool.ask(n, 0.1)))
    const again = thawed()
    say('ready')
    await again
    tell(await Promise.allSettled(Array.from({ length: 8 }, () => one(pool))))
  },

  /** Is stopped for longer than the borrow deadline while callers wait. */
  async sleeps_waiting() {
    const pool = open({ maxConnections: 2, connectionBorrowTimeoutMillis: 3_000 })
    const holders = await Promise.all([pool.connect(), pool.connect()])
    await Promise.all(holders.map((session) => session.begin()))
    const waiting = Promise.allSettled(Array.from({ length: 20 }, () => one(pool)))
    const again = thawed()
    say('ready')
    await again
    tell(await waiting)
    for (const session of holders) session.release()
  },
})

/** Runs the program of this name; `own` are those of the engine. */
export async function runExitProgram(
  name: string | undefined,
  open: (options: ExitOptions) => BarPool,
  own: Programs,
): Promise<void> {
  const program = { ...programs(open), ...own }[name ?? '']
  if (program === undefined) throw new Error(`no program "${name}"`)
  await program()
}
