import type { Program, Step } from './steps.ts'
import { Theatre } from './theatre.ts'

/** Runs a program and gives what was wrong, or nothing. */
export async function runProgram(program: Program): Promise<readonly string[]> {
  const theatre = new Theatre(program.options, program.claims)
  const { clock } = theatre.world
  for (const [at, step] of program.steps.entries()) {
    await perform(theatre, step)
    await clock.flush()
    theatre.check()
    if (theatre.faults.length > 0) return [`step ${at}: ${JSON.stringify(step)}`, ...theatre.faults]
  }
  await finish(theatre)
  return theatre.faults
}

async function perform(theatre: Theatre, step: Step): Promise<void> {
  const { world } = theatre
  const { clock, driver, pool } = world
  switch (step.do) {
    case 'say':
      return theatre.say(theatre.actor(step.who), step.what, step.limit, step.next)
    case 'transaction':
      for (const what of ['begin', ...step.what, step.end]) theatre.say(theatre.actor(step.who), what, 0, 'nothing')
      return
    case 'happen':
      return happen(theatre, step.which)
    case 'settle':
      return everything(theatre)
    case 'lose':
      return [...driver.wires][step.which % Math.max(1, driver.wires.size)]?.lose(
        new Error('connection lost'),
        step.ran,
      )
    case 'push':
      return [...driver.wires][step.which]?.push('notice', 'a notice')
    case 'stray':
      return [...driver.wires][step.which]?.report('search_path', 'changed for all', false)
    case 'abort': {
      const { session } = theatre.actor(step.who)
      return theatre.lines.find(({ ticket }) => ticket === session.active)?.abort.abort()
    }
    case 'cancel':
      return theatre.cancel(theatre.actor(step.who))
    case 'pin': {
      const actor = theatre.actor(step.who)
      return void actor.unpins.push(actor.session.pin())
    }
    case 'unpin':
      return theatre.actor(step.who).unpins.shift()?.()
    case 'release':
    case 'destroy':
      return theatre.actor(step.who).session.end(step.do)
    case 'opening': {
      const { mode } = step
      driver.failOpen = () =>
        mode === 'works' ? null : Object.assign(new Error(`opening fails: ${mode}`), { kind: mode })
      return
    }
    case 'advance':
      return clock.advance(step.millis)
    case 'leap':
      return clock.leap(step.millis)
    case 'pause':
      theatre.paused = true
      return pool.pause()
    case 'resume':
      theatre.paused = false
      return pool.resume()
    case 'reconnect':
      return pool.reconnect()
  }
}

function happen({ pending }: Theatre, which: number): void {
  pending.splice(which % Math.max(1, pending.length), 1)[0]?.happen()
}

/** Faults end, everybody gets his answers, and the pool goes down: nothing may hang, and nothing may be left. */
async function finish(theatre: Theatre): Promise<void> {
  const { clock, driver, pool } = theatre.world
  driver.failOpen = () => null
  theatre.paused = false
  pool.resume()
  await quiet(theatre)
  for (const { session } of theatre.everyone) session.end('release')
  await quiet(theatre)
  for (const { ticket } of theatre.lines)
    if (ticket.answer === null) theatre.faults.push(`${ticket.text} was never answered`)
  if (pool.sessions !== 0) theatre.faults.push(`${pool.sessions} sessions never ended`)
  theatre.check()
  let ended = false
  void pool.end().then(() => {
    ended = true
  })
  await quiet(theatre)
  if (!ended) theatre.faults.push('end() hangs')
  if (driver.wires.size + driver.opening > 0) theatre.faults.push('a connection was left open')
  if (clock.timers.pending > 0) theatre.faults.push(`${clock.timers.pending} timers were left`)
  compareTables(theatre)
}

/** Lets happen what is under way, and what follows from it. */
async function everything(theatre: Theatre): Promise<void> {
  const { clock } = theatre.world
  await clock.flush()
  while (theatre.pending.length > 0) {
    happen(theatre, 0)
    await clock.flush()
    theatre.check()
  }
}

/** The same, for as long as anything may take. */
async function quiet(theatre: Theatre): Promise<void> {
  const { clock } = theatre.world
  for (let round = 0; round < 30; round += 1) {
    await everything(theatre)
    await clock.advance(300)
  }
}

/** What was committed, and how often: in doubt or not, a statement happens once or not at all. */
function compareTables({ world, everyone, faults }: Theatre): void {
  for (const { n, reference } of everyone) {
    const [real, wanted] = [world.driver.database.tables.get(`t_${n}`) ?? [], reference.tables.get(`t_${n}`) ?? []]
    if (real.length !== wanted.length) faults.push(`t_${n} has ${real.length} rows instead of ${wanted.length}`)
  }
}
