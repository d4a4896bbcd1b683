import type { ControlRows, ControlStatement } from '../adapter/control.ts'
import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Dependents, Engine, RoutineFacts } from '../adapter/engine.ts'
import type { Clock, OpContext } from '../clock/clock.ts'
import type { Reading } from '../mux/catalogue.ts'
import { noteAsked } from '../mux/diagnostics.ts'
import type { Judge } from '../mux/judge.ts'
import type { Lease } from '../mux/lease.ts'
import type { LookBackStep, PinCause, Verdict } from '../mux/verdict.ts'
import type { SessionParts } from './session-parts.ts'

/**
 * Everything that must be done to the connection before the statement may run on it. Null: nothing, the common case.
 * A rejection means that the connection can't be used, and that the statement was not sent.
 */
export function makeReady<W extends object, T extends Ticket>(
  parts: SessionParts<W, T>,
  lease: Lease<W, T>,
  ticket: T,
  verdict: Verdict,
  sequences: LookBackStep,
  diagnostics: LookBackStep,
): Promise<void> | null {
  const { engine } = parts.driver
  const forgets: ControlStatement[] = []
  if (sequences === 'forget-first') forgets.push(engine.forgetSequences)
  // Also of whoever is refused: what is left from here on is his own.
  if (diagnostics !== 'run' && engine.forgetDiagnostics) forgets.push(engine.forgetDiagnostics)
  if (forgets.length === 0 && verdict.claims === 'nothing') return null
  return prepare(parts, lease, ticket, verdict, forgets)
}

/** Whether the connection remembers a movement of the session that it was kept for alone. */
export async function proveLookBack<W extends object, T extends Ticket>(
  { driver, clock, options }: SessionParts<W, T>,
  { connection }: Lease<W, T>,
): Promise<boolean> {
  const proof = driver.engine.lookBackProof
  if (proof === undefined) return true
  const context = { deadline: clock.now() + options.resetTimeoutMillis }
  const [answer = []] = await driver.control(connection.wire as W, [proof.ask], context)
  noteAsked(connection)
  return proof.proves(answer)
}

async function prepare<W extends object, T extends Ticket>(
  { driver, clock, options }: SessionParts<W, T>,
  lease: Lease<W, T>,
  ticket: T,
  verdict: Verdict,
  forgets: readonly ControlStatement[],
): Promise<void> {
  const wire = lease.connection.wire as W
  const context = { deadline: clock.now() + options.resetTimeoutMillis }
  if (forgets.length > 0) await driver.control(wire, forgets, context)
  if (verdict.claims !== 'nothing') await driver.claim(wire, ticket, verdict.claims === 'forget', context)
}

/** Whether a reading of the catalogue on the session's connection shows what there is, and takes nothing from it. */
function mayRead(verdict: Verdict, pins: Reasons | null, { catalogueHiddenBy }: Engine): boolean {
  // What it asks for would be of the reading.
  if (verdict.diagnostics.needs > 0) return false
  if (pins === null) return true
  // The characteristics of the next transaction would be the reading's.
  return !pins.awaitTransaction && !(catalogueHiddenBy !== undefined && pins.for(catalogueHiddenBy))
}

interface Reasons {
  readonly awaitTransaction: boolean
  for(reasons: ReadonlySet<PinCause['reason']>): boolean
}

/**
 * What user-defined routines there are decides what a call may do, and somebody may have made one since the catalogue
 * was read. True: what is known will do; false: the session can't look. A failed transaction answers nothing, and runs nothing either. An open one is
 * asked only when it has defined something itself: a query of ours in front of SET TRANSACTION would make it fail.
 * @param defines whether it has; a statement that is no query can wait.
 */
export function readRoutines<W extends object, T extends Ticket>(
  parts: SessionParts<W, T>,
  lease: Lease<W, T>,
  verdict: Verdict,
  defines: boolean,
  pins: Reasons | null,
): Promise<boolean> | boolean {
  const { judge, clock, options, driver } = parts
  if (!mayRead(verdict, pins, driver.engine)) return false
  if (lease.tx === 'failed' || (lease.tx === 'open' && !(defines && !verdict.runsNothing))) return true
  const reading = judge.beginReading(lease.progressAt)
  if (reading === null) return true
  // Whoever ran last here has not asked yet for what his statement left, and the statement may be refused.
  noteAsked(lease.connection)
  // As long as opening a connection may take, which reads it too: a large catalogue is no connection that hangs.
  const context = { deadline: clock.now() + options.connectTimeoutMillis }
  return readAndLeave(parts, lease, reading, context)
}

/**
 * Without autocommit the reading itself begins a transaction, whose snapshot would be older than the statement. False:
 * the server refused it, which the limits of the session may be the reason of, and nothing has come of it.
 */
async function readAndLeave<W extends object, T extends Ticket>(
  { judge, driver, clock }: SessionParts<W, T>,
  { connection, tx }: Lease<W, T>,
  reading: Reading,
  context: OpContext,
): Promise<boolean> {
  const wire = connection.wire as W
  try {
    await readCatalogue(driver, judge, wire, reading, context, clock)
  } catch (error) {
    if (driver.tx(wire) === tx) return false
    throw error
  }
  if (tx === 'none' && driver.tx(wire) !== 'none') await driver.control(wire, [driver.engine.rollback], context)
  return true
}

/** First the cheap question whether anything has changed. */
export async function readCatalogue<W extends object, T extends Ticket>(
  driver: Driver<W, T>,
  judge: Judge,
  wire: W,
  reading: Reading,
  context: OpContext,
  clock: Clock,
): Promise<void> {
  const { engine } = driver
  try {
    const [stampRows = []] = await driver.control(wire, [engine.routinesStampQuery], context)
    const stamp = engine.readStamp(stampRows)
    // Where the stamp is not of them too, triggers and views come and go without the routines that they run.
    const stampTellsAll = !judge.knowsState || engine.dependentsQuery([]) === null
    if (stampTellsAll && judge.confirms(stamp, reading, clock.now())) return
    const ask = async (statement: ControlStatement): Promise<ControlRows> =>
      (await driver.control(wire, [statement], context))[0] ?? []
    const rows = await ask(engine.routinesQuery)
    let routines = engine.readRoutines(rows)
    let dependents = nobody
    // What reaches a stateful routine is stateful, and a body that names it is too: until nothing is added any more.
    // Asked even where no routine is stateful: views and defaults call the server's own functions with nothing between.
    for (let stateful = statefulOf(routines); ; ) {
      const query = engine.dependentsQuery(stateful)
      dependents = engine.readDependents(query === null ? [] : await ask(query), stateful)
      routines = engine.readRoutines(rows, dependents)
      const more = statefulOf(routines)
      if (more.length <= stateful.length) break
      stateful = more
    }
    judge.learnRoutines(
      { routines, dependents, keepsState: statefulOf(routines).length > 0 || reachesAny(dependents) },
      stamp,
      reading,
      clock.now(),
    )
  } catch (error) {
    judge.endReading()
    throw error
  }
}

const nobody: Dependents = { names: new Set(), operators: new Set(), everything: false }

function reachesAny({ names, operators, written, everything }: Dependents): boolean {
  return everything || names.size > 0 || operators.size > 0 || (written?.size ?? 0) > 0
}

function statefulOf(routines: ReadonlyMap<string, RoutineFacts>): readonly string[] {
  return [...routines]
    .filter(([, facts]) => facts.cleanup !== 'none' || facts.looksBack || facts.moves || facts.asks)
    .map(([name]) => name)
}
