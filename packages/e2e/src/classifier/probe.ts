import { type Classification, classify } from '@muxpool/core/postgres'
import pg from 'pg'
import { type Baseline, readState, type StateKind } from './session-state.ts'
import type { Spelling } from './spellings/spelling.ts'

type Kind = Classification['statements'][number]['effects'][number]['kind']

/** Kinds of effect that announce a kind of state. */
const announcing: { readonly [state in StateKind]: readonly Kind[] } = {
  setting: ['setting', 'foreign'],
  role: ['role', 'setting'],
  'session-authorization': ['session-authorization', 'setting'],
  'random-seed': ['random-seed'],
  'sql-prepared': ['sql-prepare'],
  temporary: ['temporary', 'foreign'],
  'hold-cursor': ['hold-cursor'],
  'advisory-lock': ['advisory-lock'],
  listening: ['listen'],
  sequence: ['sequence-advance'],
  dblink: ['foreign'],
  slot: ['foreign'],
  origin: ['foreign'],
  library: ['load'],
  backup: ['foreign'],
  'weak-isn': ['foreign'],
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
  readonly version: number
  readonly url: string
  readonly baseline: Baseline
  /** Routines that users defined. */
  readonly routines: ReadonlySet<string>
}

/** Runs a text on a connection of its own, asks the server what it left, and compares that with what was announced. */
export async function probe(spelling: Spelling, context: ProbeContext): Promise<Finding> {
  const address = new URL(context.url)
  const text = spelling.text.replaceAll('PORT', address.port).replaceAll('USER', address.username)
  const admin = new pg.Client({ connectionString: context.url })
  const client = new pg.Client({ connectionString: context.url })
  client.on('error', () => {})
  await Promise.all([admin.connect(), client.connect()])
  try {
    if (spelling.setup !== undefined) await client.query(spelling.setup)
    const query = { text, ...(spelling.values === undefined ? {} : { values: [...spelling.values] }) }
    const error = await client.query(query).then(
      () => null,
      (cause: Error) => cause.message,
    )
    const failed = await client.query('commit').then(() => null, String)
    const held = [...(await readState(client, context.baseline))]
    const classification = classify(text)
    const announced = announcedKinds(classification, context.routines)
    const blanket = announced.some((kind) => kind === 'unknown' || kind === 'opaque' || kind === 'routine')
    // Defaults of columns move sequences, so that any write may.
    const writes = classification.statements.some(({ verb }) => verb === 'write' || verb === 'ddl')
    const isAnnounced = (kind: StateKind) =>
      (kind === 'sequence' && writes) || announcing[kind].some((one) => announced.includes(one))
    const missed = blanket ? [] : held.filter((kind) => !isAnnounced(kind))
    return { text, held, missed, announced, error: error ?? failed }
  } finally {
    await client.end()
    if (/made|probe|alter|extension/.test(text)) await cleanUp(admin)
    await admin.end()
  }
}

/** A routine counts only where users defined one of that name. */
function announcedKinds(classification: Classification, routines: ReadonlySet<string>): readonly Kind[] {
  const effects = classification.statements.flatMap((statement) => statement.effects)
  return effects
    .filter((effect) => effect.kind !== 'routine' || effect.name === undefined || routines.has(effect.name))
    .map((effect) => effect.kind)
}

/** What spellings make for all to see. */
async function cleanUp(admin: pg.Client): Promise<void> {
  for (const text of [
    'drop materialized view if exists made',
    'drop table if exists made cascade',
    'drop view if exists made',
    'drop rule if exists made on probe_t',
    'drop function if exists made()',
    'drop extension if exists seg',
    'alter table probe_t drop column if exists c',
    `select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active and not temporary`,
    'rollback prepared $$probe$$'.replaceAll('$$', "'"),
    'alter role classifier_probe_role reset all',
    'alter database classifier_probe reset all',
    `alter table probe_t drop constraint if exists probe_t_check`,
    `delete from probe_t where id <> 1`,
    `insert into probe_t (id, a, b) values (1, 1, 'x') on conflict (id) do nothing`,
  ])
    await admin.query(text).catch(() => {})
}
