import { ChildProgram } from '../child-program.ts'

/** What a session costs that holds no connection. */
export interface SessionsCost {
  /** Bytes of heap for each open session with its face: just opened, and after a transaction. */
  readonly opened: number
  readonly used: number
  readonly connectAndReleasePerSecond: number
}

const batch = 1_000
const rounds = 10
const roundMillis = 300

/** Runs a program that prints a SessionsCost as one line of JSON, in a process that has nothing else to do. */
export async function costOfSessions(program: URL, args: readonly string[]): Promise<SessionsCost> {
  const child = new ChildProgram(program, args, ['--expose-gc'])
  await child.said(1, 120_000)
  await child.end(10_000)
  return JSON.parse(child.lines[0] ?? '') as SessionsCost
}

export function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  // The first collection runs finalizers, the second one takes what they let go.
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

/**
 * How often in a second, in the best of some rounds: what else runs on the machine takes its share of the others.
 * @param work does it so many times, one after the other
 */
export async function bestRate(work: (times: number) => Promise<void>): Promise<number> {
  const rate = async (): Promise<number> => {
    const began = performance.now()
    let done = 0
    for (; performance.now() < began + roundMillis; done += batch) await work(batch)
    return (done * 1_000) / (performance.now() - began)
  }
  await rate()
  let best = 0
  for (let round = 0; round < rounds; round++) best = Math.max(best, await rate())
  return best
}
