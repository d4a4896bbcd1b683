import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultProxy } from '@muxpool/test-servers'
import type { BarPool } from '../bar-pool.ts'
import type { Report } from '../report.ts'
import { Attempts, mostInASecond } from './attempts.ts'
import { Lateness } from './lateness.ts'
import { OutageLoad } from './outage-load.ts'
import { type Outage, type OutageServer, outages } from './outages.ts'

const callers = 200
export const connections = 10
const attemptsPerSecond = 2
const noticedWithinMillis = 1_200
/** A process that is busy with its waiting callers works longer than this in one go. */
const lateMillis = 100

export interface OutagePlace {
  readonly server: OutageServer
  readonly proxy: FaultProxy
  readonly downMillis: number
  /** @param borrowMillis how long its callers may wait */
  readonly open: (borrowMillis: number) => BarPool
}

/** Each of these outages, or all. */
export async function throughOutages(titles: readonly string[], place: OutagePlace, report: Report): Promise<void> {
  for (const outage of outages)
    if (titles.length === 0 || titles.includes(outage.title)) await during(outage, place, report)
}

async function during(outage: Outage, place: OutagePlace, report: Report): Promise<void> {
  const { title } = outage
  const { server, proxy, downMillis, open } = place
  const pool = open(downMillis + 20_000)
  const load = new OutageLoad((n) => pool.ask(n, 0.002), callers)
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
  // Whoever asks for a session first may wait for that, and not in the queue of statements.
  const [pending, queued] = [load.pending, pool.snapshot().waiting]
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
  report.figure(`${title}: callers that wait`, `${pending}, ${queued} of them in the queue`)
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
  report.holds(pending === callers, `${title}: ${pending} callers wait instead of ${callers}`)
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
