import { createHistogram } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { answer, takeOrder } from './child.ts'
import { type EngineName, type LaneOrder, sideOf } from './engines/engine-side.ts'

// One pool in a process of its own: what the compiler learned for one can't help the other. The parent lets the two
// processes of a run work in turns of a slice each, so that a change of the machine's speed meets both.

export interface ThroughputOrder extends LaneOrder {
  readonly engine: EngineName
  readonly callers: number
  readonly sliceMillis: number
}

export interface Slice {
  readonly statements: number
  readonly seconds: number
  /** User and system time of this process, µs. */
  readonly cpuMicros: number
}

export interface RunEnd {
  /** Of one caller in all slices since the warm-up, µs. */
  readonly p50Micros: number
  readonly p99Micros: number
  readonly serverConnections: number
}

const order = takeOrder<ThroughputOrder>()
const side = await sideOf(order.engine)
const lane = await side.lane(order)
const control = await side.control(order.url)
const waits = createHistogram()
const warmSlices = 24
let answered = 0
let next = 0

async function caller(until: number): Promise<void> {
  while (performance.now() < until) {
    await lane.run(next++ & 0x7fffffff)
    answered += 1
  }
}

// Only one caller measures each of its statements, so that measuring costs the result nothing.
async function timedCaller(until: number): Promise<void> {
  for (let began = performance.now(); began < until; ) {
    await lane.run(next++ & 0x7fffffff)
    answered += 1
    const now = performance.now()
    waits.record(Math.max(1, Math.round((now - began) * 1000)))
    began = now
  }
}

async function slice(): Promise<Slice> {
  const before = { answered, cpu: process.cpuUsage(), at: performance.now() }
  const until = before.at + order.sliceMillis
  await Promise.all(Array.from({ length: order.callers }, (_, n) => (n === 0 ? timedCaller(until) : caller(until))))
  const cpu = process.cpuUsage(before.cpu)
  return {
    statements: answered - before.answered,
    seconds: (performance.now() - before.at) / 1000,
    cpuMicros: cpu.user + cpu.system,
  }
}

answer({
  async warmUp() {
    if (order.kind === 'inserts') for (const text of side.table(order.pool)) await control.run(text)
    // Until the compiler has settled: a pool with more code of its own needs longer for that.
    for (let n = 0; n < warmSlices; n++) await slice()
    // The compiler's threads end what they began.
    await pause(100)
    waits.reset()
  },
  slice,
  async end(): Promise<RunEnd> {
    const serverConnections = await control.number(side.connectionsOf(order.pool))
    if (order.kind === 'inserts') {
      const rows = await control.number(side.rows(order.pool))
      if (rows !== answered) throw new Error(`${answered} answers, ${rows} rows`)
    }
    await lane.end()
    await control.end()
    return {
      p50Micros: waits.percentile(50),
      p99Micros: waits.percentile(99),
      serverConnections,
    }
  },
})
