import { BankLedger, bankSession } from './bank-session.ts'
import type { Dialect } from './engine.ts'
import { habits } from './habits.ts'
import { Measures } from './measures.ts'
import { Dice, Pace } from './pace.ts'
import type { CallersPool } from './subjects.ts'
import { type Caller, Visit } from './visit.ts'
import { OrderLedger, webSession } from './web-session.ts'

export interface Workload {
  readonly callers: number
  readonly seconds: number
  readonly think: number
  readonly seed: number
  /** From the end of the run until every session must have ended: nobody thinks any more by then. Default 20. */
  readonly secondsToEnd?: number
}

export interface WorkloadRun {
  readonly pace: Pace
  readonly measures: Measures
  readonly bank: BankLedger
  readonly orders: OrderLedger
  /** Resolves when every caller has ended, or has been given up: a sentence for each caller that hung. */
  readonly ended: Promise<string[]>
}

/** Half of the callers are bank sessions, half are web requests; each has one session at a time. */
export function startCallers(pool: CallersPool, dialect: Dialect, workload: Workload): WorkloadRun {
  const pace = new Pace(workload.think)
  const measures = new Measures(pace)
  const bank = new BankLedger()
  const orders = new OrderLedger()
  const seeds = new Dice(workload.seed)
  const unsettled = new Set<Caller>()

  const all = Array.from({ length: workload.callers }, async (_, number) => {
    const dice = new Dice(seeds.between(0, 0x7fffffff))
    const caller: Caller = { number, pace, dice, measures, doing: 'nothing yet' }
    unsettled.add(caller)
    const isBank = number % 2 === 0
    const pause = isBank ? habits.bank.thinkBetweenSessions : habits.web.thinkBetweenSessions
    const work = (visit: Visit) => (isBank ? bankSession(visit, caller, bank) : webSession(visit, caller, orders))
    try {
      // Callers do not arrive all at once.
      await pace.think(pause * dice.fraction(), dice)
      while (!pace.over) {
        await oneSession(pool, dialect, caller, work)
        await pace.think(pause, dice)
      }
    } catch (error) {
      measures.wrong(`caller ${number}, ${caller.doing}: ${error instanceof Error ? error.message : String(error)}`)
    }
    unsettled.delete(caller)
  })

  return { pace, measures, bank, orders, ended: settle(all, unsettled, pace, workload) }
}

async function oneSession(
  pool: CallersPool,
  dialect: Dialect,
  caller: Caller,
  work: (visit: Visit) => Promise<void>,
): Promise<void> {
  const { measures, pace } = caller
  const asked = performance.now()
  caller.doing = 'waiting for a session'
  measures.waitingNow += 1
  const client = await pool.connect().finally(() => {
    measures.waitingNow -= 1
  })
  if (pace.over) {
    client.release()
    measures.neverServed(pace.until - asked)
    return
  }
  const visit = new Visit(client, dialect, caller, performance.now() - asked)
  try {
    await work(visit)
  } catch (error) {
    visit.close(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
  visit.close()
}

async function settle(
  all: readonly Promise<void>[],
  unsettled: ReadonlySet<Caller>,
  pace: Pace,
  { seconds, secondsToEnd = 20 }: Workload,
): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  pace.end()
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, secondsToEnd * 1000)
  })
  await Promise.race([Promise.all(all), deadline])
  clearTimeout(timer)
  return [...unsettled].map((caller) => `caller ${caller.number} hung, ${caller.doing}`)
}
