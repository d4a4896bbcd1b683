import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@muxpool/pg'
import { type FaultProxy, type PostgresServer, startFaultProxy, startPostgres } from '@muxpool/test-servers'
import { Attempts, mostInASecond } from './outage/attempts.ts'
import { Lateness } from './outage/lateness.ts'
import { type Outage, outages } from './outage/outages.ts'
import { asCommand, type Report } from './report.ts'

// The server is gone for ten seconds while many callers wait for it: it is asked seldom, the process stays awake, and
// its return is noticed soon.

const callers = 200
const connections = 10
const attemptsPerSecond = 2
const noticedWithinMillis = 1_200
/** A process that is busy with its waiting callers works longer than this in one go. */
const lateMillis = 100

export async function serverDown(downMillis: number, titles: readonly string[], report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  const proxy = await startFaultProxy(server)
  try {
    for (const outage of outages)
      if (titles.length === 0 || titles.includes(outage.title))
        await during(outage, { server, proxy, downMillis }, report)
  } finally {
    await proxy.close()
    await server.dispose()
  }
}

interface Place {
  readonly server: PostgresServer
  readonly proxy: FaultProxy
  readonly downMillis: number
}

async function during(outage: Outage, { server, proxy, downMillis }: Place, report: Report): Promise<void> {
  const { title } = outage
  const pool = createPool({
    host: proxy.host,
    port: proxy.port,
    user: server.user,
    database: server.database,
    maxConnections: connections,
    connectionBorrowTimeoutMillis: downMillis + 20_000,
  })
  const load = new Load(pool)
  load.start()
  await load.answered(callers * 3)
  const attempts = new Attempts()
  const lateness = new Lateness()
  await outage.begin(server, proxy)
  attempts.start()
  const began = performance.now()
  lateness.start()
  const cpuBefore = process.cpuUsage()
  await sleep(downMillis)
  const ended = performance.now()
  const cpu = process.cpuUsage(cpuBefore)
  const late = lateness.stop()
  const { waiting } = pool.snapshot()
  attempts.stop()
  await outage.end(server, proxy)
  const back = performance.now()
  await load.answered(1)
  const noticed = performance.now() - back
  await load.stop()
  const all = performance.now() - back
  const whole = pool.snapshot().databaseConnections
  await pool.end()

  const dialled = attempts.between(began, ended)
  const busiest = mostInASecond(dialled)
  report.figure(`${title}: callers that wait`, waiting)
  report.figure(
    `${title}: sockets dialled`,
    `${dialled.length} in ${(downMillis / 1_000).toFixed(0)} s, at most ${busiest} in any second`,
  )
  report.figure(
    `${title}: timers late (ms)`,
    `p50 ${late('millis', 50).toFixed(1)}, p99 ${late('millis', 99).toFixed(1)}, max ${late('millis', 100).toFixed(1)}`,
  )
  report.figure(`${title}: of it by its own work (ms)`, `max ${late('ownMillis', 100).toFixed(1)}`)
  report.figure(`${title}: processor time`, `${((cpu.user + cpu.system) / 10 / downMillis).toFixed(1)} %`)
  report.figure(`${title}: first answer after its return (ms)`, noticed)
  report.figure(`${title}: every caller answered (ms)`, all)
  report.figure(`${title}: callers told of a lost statement`, load.lost)
  report.holds(waiting === callers, `${title}: ${waiting} callers wait instead of ${callers}`)
  report.holds(busiest <= attemptsPerSecond, `${title}: ${busiest} sockets were dialled in a second`)
  report.holds(dialled.length > 0, `${title}: the server was never asked`)
  const own = late('ownMillis', 100)
  report.holds(own <= lateMillis, `${title}: a timer was kept back by ${own.toFixed(0)} ms of work`)
  report.holds(
    noticed <= noticedWithinMillis,
    `${title}: the first answer came ${noticed.toFixed(0)} ms after its return`,
  )
  // What ran when the server went is in doubt; who waited has lost nothing, and is not told of the outage.
  report.holds(load.lost <= connections, `${title}: ${load.lost} callers were told of it`)
  for (const fault of load.faults) report.holds(false, `${title}: ${fault}`)
  report.holds(whole > 0 && whole <= connections, `${title}: ${whole} connections afterwards`)
}

/** Callers that each ask again as soon as they are answered. */
class Load {
  readonly #pool: Pool
  #stopping = false
  #answers = 0
  #running: Promise<unknown> = Promise.resolve()
  #hopes: { readonly at: number; readonly met: () => void }[] = []
  lost = 0
  readonly faults: string[] = []

  constructor(pool: Pool) {
    this.#pool = pool
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: callers }, (_, n) => this.#caller(n)))
  }

  /** Resolves when so many more answers have come. */
  answered(more: number): Promise<void> {
    return new Promise((met) => this.#hopes.push({ at: this.#answers + more, met }))
  }

  async #caller(n: number): Promise<void> {
    while (!this.#stopping) {
      try {
        const { rows } = await this.#pool.query<{ n: number }>('select $1::int as n, pg_sleep(0.002)', [n])
        if (rows[0]?.n !== n) this.faults.push(`caller ${n} got ${rows[0]?.n}`)
        this.#answers += 1
        for (const { at, met } of this.#hopes) if (this.#answers >= at) met()
      } catch (error) {
        const { fate, message } = error as { fate?: string; message: string }
        if (fate === 'in-doubt' || fate === 'refused-by-server') this.lost += 1
        else {
          // It would be told the same at once and for ever, and nothing else would run.
          this.faults.push(`caller ${n} was told ${fate}: ${message}`)
          return
        }
      }
    }
  }

  /** Each caller has its last answer. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }
}

await asCommand(import.meta.url, 5, (report) => serverDown(10_000, [], report))
