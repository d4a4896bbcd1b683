import type { ClassifiedStatement, Diagnostic } from '../sql/classification.ts'
import type { Connection } from '../store/connection.ts'
import type { ConnectionId, Fate, SessionId } from '../vocab.ts'

/**
 * `ROW_COUNT()`, `FOUND_ROWS()` and `SHOW WARNINGS` answer from what ran on the connection before, and no statement
 * overwrites all of it: on MySQL an INSERT leaves the found rows of whoever selected last, on MariaDB a `SELECT 1` the
 * warnings. A connection remembers who ran last, and what may still be of somebody else before him.
 */
export interface DiagnosticsUse {
  /** Bits of what the text asks for and does not itself overwrite first. */
  readonly needs: number
  /** Bits of what nobody can ask for any more behind the text. */
  readonly overwrites: number
  /** What it calls may ask too, for something of its own or for whatever it finds. */
  readonly asksWithin: boolean
}

const bits: { readonly [what in Diagnostic]: number } = { 'row-count': 1, 'found-rows': 2, warnings: 4 }
/** Every statement has one. */
const rowCount = bits['row-count']
const all = 7

export const noDiagnostics: DiagnosticsUse = { needs: 0, overwrites: 0, asksWithin: false }

export function diagnosticsOf(statements: readonly ClassifiedStatement[]): DiagnosticsUse {
  let needs = 0
  let overwrites = 0
  for (const { effects, leaves = [] } of statements) {
    // What is prepared asks when it is executed.
    const asks = effects.some(({ kind }) => kind === 'sql-prepare') ? [] : effects
    for (const { kind, name } of asks)
      if (kind === 'diagnostics-look-back') needs |= (rowCount | (bits[name as Diagnostic] ?? all)) & ~overwrites
    overwrites |= rowCount
    for (const what of leaves) overwrites |= bits[what]
  }
  return needs === 0 && overwrites === 0 ? noDiagnostics : { needs, overwrites, asksWithin: false }
}

interface Runner {
  readonly id: SessionId
  /** Where its last statement ran. */
  ranOn: ConnectionId | null
}

/** `refuse`: what it asks for is overwritten, or may be a stranger's. Whoever never ran anything finds nothing. */
export function diagnosticsStep<W extends object>(
  { needs, asksWithin }: DiagnosticsUse,
  { id, ranOn }: Runner,
  connection: Connection<W>,
): 'run' | 'forget-first' | 'refuse' {
  if (needs === 0 && !asksWithin) return 'run'
  if (connection.ranBy === id && ranOn === connection.id)
    return (connection.othersLeft & (asksWithin ? all : needs)) === 0 ? 'run' : needs === 0 ? 'forget-first' : 'refuse'
  // What is called asks for its own, most of the time: it is not refused for what it might find.
  return ranOn === null || needs === 0 ? 'forget-first' : 'refuse'
}

/**
 * Before it runs: what it overwrites is known at its boundary. Who is refused has all of it forgotten, and is refused
 * again until he has run something: what he asks for was lost, and nothing is no answer to it.
 */
export function noteRunner<W extends object>(
  runner: Runner,
  connection: Connection<W>,
  step: ReturnType<typeof diagnosticsStep>,
): void {
  if (step === 'forget-first') connection.othersLeft = 0
  // Whatever asks needs it, and every statement overwrites it.
  else if (step === 'refuse') connection.othersLeft = rowCount
  else if (connection.ranBy !== runner.id) connection.othersLeft = all
  connection.ranBy = runner.id
  runner.ranOn = connection.id
}

/** A question of the pool's own ran, which left something of itself. */
export function noteAsked<W extends object>(connection: Connection<W>): void {
  connection.othersLeft = all
}

/** Behind it. An error overwrites the warnings, whatever failed, and the found rows stay. */
export function noteLeft<W extends object>(
  { overwrites }: DiagnosticsUse,
  connection: Connection<W>,
  fate: Fate,
): void {
  if (fate === 'ok') connection.othersLeft &= ~overwrites
  else if (fate === 'refused-by-server') connection.othersLeft &= bits['found-rows']
}
