import { type Classification, classify } from '@muxpool/core/mysql'
import type { Connection } from 'mysql2/promise'
import { connect, rowsOf } from './connect.ts'
import { probeDatabase } from './database.ts'
import { type Flavour, readState, readVariables, type StateKind } from './session-state.ts'
import type { Spelling } from './spellings/spelling.ts'

type Kind = Classification['statements'][number]['effects'][number]['kind']

/** Kinds of effect that announce a kind of state. */
const announcing: { readonly [state in StateKind]: readonly Kind[] } = {
  setting: ['setting'],
  'user-variable': ['user-variable'],
  role: ['role'],
  schema: ['schema'],
  'sql-prepared': ['sql-prepare'],
  temporary: ['temporary'],
  handler: ['hold-cursor'],
  'advisory-lock': ['advisory-lock'],
  'table-lock': ['table-lock'],
  sequence: ['sequence-advance'],
  'last-insert-id': ['sequence-advance'],
  'next-transaction': ['next-transaction'],
  'resource-group': ['foreign'],
}

export interface Finding {
  readonly text: string
  /** What the server holds after the text. */
  readonly held: readonly StateKind[]
  /** What of it the classifier did not announce. */
  readonly missed: readonly StateKind[]
  /** Kinds of effect that were announced. */
  readonly announced: readonly Kind[]
  /** What the server said, or null. */
  readonly error: string | null
}

export interface ProbeContext {
  readonly url: string
  readonly flavour: Flavour
  readonly admin: Connection
  /** Routines that users defined. */
  readonly routines: ReadonlySet<string>
}

/** Runs a text on a connection of its own, asks the server what it left, and compares that with what was announced. */
export async function probe(spelling: Spelling, context: ProbeContext): Promise<Finding> {
  const { url, admin, flavour } = context
  const own = await connect(url, probeDatabase)
  try {
    for (const text of spelling.setup ?? []) await own.query(text)
    const before = await readVariables(own, admin, flavour)
    const error = await own.query(spelling.text).then(
      () => null,
      (cause: Error) => cause.message,
    )
    const held = [...(await readState(own, admin, flavour, before, /transaction|tx_|isolation/i.test(spelling.text)))]
    const classification = classify(spelling.text)
    const announced = announcedKinds(classification, context.routines)
    const blanket = announced.some((kind) => kind === 'unknown' || kind === 'opaque' || kind === 'routine')
    const writes = classification.statements.some(({ verb }) => verb === 'write' || verb === 'ddl')
    const moves: readonly StateKind[] = writes ? ['sequence', 'last-insert-id'] : []
    const isAnnounced = (kind: StateKind) =>
      moves.includes(kind) || announcing[kind].some((one) => announced.includes(one))
    const missed = blanket ? [] : held.filter((kind) => !isAnnounced(kind))
    return { text: spelling.text, held, missed, announced, error }
  } finally {
    own.destroy()
    await settle(own, admin)
    if (/made|probe|alter|global/i.test(spelling.text)) await cleanUp(admin)
  }
}

/** The server's thread lives on for a moment, with its locks. */
async function settle(own: Connection, admin: Connection): Promise<void> {
  const text = 'select count(*) from information_schema.processlist where id = ?'
  for (let left = 400; left > 0; left--) if (Number((await rowsOf(admin, text, [own.threadId]))[0]?.[0]) === 0) return
  throw new Error(`connection ${own.threadId} does not end`)
}

/** A routine counts only where users defined one of that name. */
function announcedKinds(classification: Classification, routines: ReadonlySet<string>): readonly Kind[] {
  const effects = classification.statements.flatMap((statement) => statement.effects)
  return effects
    .filter((effect) => effect.kind !== 'routine' || effect.name === undefined || routines.has(effect.name))
    .map((effect) => effect.kind)
}

/** What spellings make for all to see. */
async function cleanUp(admin: Connection): Promise<void> {
  await admin.query(`create database if not exists ${probeDatabase}_2`)
  await admin.query(`use ${probeDatabase}`)
  for (const text of [
    'drop table if exists made',
    'drop view if exists made',
    'drop procedure if exists made',
    'drop function if exists made',
    'drop trigger if exists made',
    'drop event if exists made',
    "xa rollback 'probe'",
    'delete from probe_t where id <> 1',
    "insert ignore into probe_t (id, a, b) values (1, 1, 'x')",
    'update probe_t set a = 1 where id = 1',
    'delete from probe_other',
  ])
    await admin.query(text).catch(() => {})
}
