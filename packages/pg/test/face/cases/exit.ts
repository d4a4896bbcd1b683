import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FaceCase } from '../harness/face-case.ts'
import type { World } from '../harness/world.ts'

const program = fileURLToPath(new URL('../programs/forgets-to-end.ts', import.meta.url))
const packageRoot = fileURLToPath(new URL('../../..', import.meta.url))

/** How a program ends that opens a pool, runs one statement and forgets to end the pool. */
async function ending(w: World, options: Record<string, unknown>, patienceMillis: number): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--conditions=muxpool-source', '--import', 'tsx', program, w.subject, JSON.stringify(w.options(options))],
    { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let complaints = ''
  let impatient: NodeJS.Timeout | undefined
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  child.stdout.on('data', (chunk) => {
    output += chunk
    impatient ??= setTimeout(() => child.kill('SIGKILL'), patienceMillis)
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  clearTimeout(impatient)
  return { answered: output.trim() || complaints, exit: code === null ? 'still running' : code }
}

export const exitCases: readonly FaceCase[] = [
  {
    id: 'exit.allow-exit-on-idle',
    members: [],
    run: (w) => ending(w, { allowExitOnIdle: true }, 3_000),
  },
  {
    id: 'exit.after-the-idle-timeout',
    members: [],
    run: (w) => ending(w, { idleTimeoutMillis: 100 }, 3_000),
  },
  {
    id: 'exit.with-idle-connections',
    members: [],
    muxpool: { deviation: 'idle-pool-lets-the-process-exit', observes: { answered: '1', exit: 0 } },
    run: (w) => ending(w, {}, 1_000),
  },
  {
    id: 'exit.with-a-client-in-a-transaction',
    members: [],
    run: (w) => ending(w, { allowExitOnIdle: true, ofTheProgram: 'begin' }, 1_000),
  },
]
