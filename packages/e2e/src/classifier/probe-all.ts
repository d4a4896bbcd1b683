import pg from 'pg'
import { makeProbeDatabase } from './database.ts'
import { type Finding, type ProbeContext, probe } from './probe.ts'
import { readBaseline } from './session-state.ts'
import type { Spelling } from './spellings/spelling.ts'

const userRoutines = `
  select proname from pg_proc routine where pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend where objid = routine.oid and deptype = 'e')`

export async function openProbe(serverUrl: string, version: number): Promise<ProbeContext> {
  const url = await makeProbeDatabase(serverUrl)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const baseline = await readBaseline(client)
    const { rows } = await client.query<{ proname: string }>(userRoutines)
    return { url, version, baseline, routines: new Set(rows.map((row) => row.proname)) }
  } finally {
    await client.end()
  }
}

export interface Judged extends Finding {
  /** Why the spelling is not what its list says; empty when it is. */
  readonly faults: readonly string[]
}

/** One after another, as they share their objects. */
export async function probeAll(spellings: readonly Spelling[], context: ProbeContext): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const spelling of spellings) {
    if ((spelling.since ?? 0) > context.version) continue
    const finding = await probe(spelling, context)
    judged.push({ ...finding, faults: faultsOf(spelling, finding, context) })
  }
  return judged
}

function faultsOf(spelling: Spelling, finding: Finding, { version }: ProbeContext): readonly string[] {
  const faults: string[] = []
  if (finding.missed.length > 0) faults.push(`the classifier missed ${finding.missed.join(', ')}`)
  if (finding.error !== null && spelling.fails !== true) faults.push(`refused: ${finding.error}`)
  // Before 18 no server tells which libraries it has loaded.
  const invisible = version < 18 && (finding.announced.includes('load') || /\bload\b/.test(spelling.text))
  if (spelling.harmless === true && finding.held.length > 0) faults.push(`leaves ${finding.held.join(', ')}`)
  if (spelling.harmless !== true && finding.held.length === 0 && !invisible) faults.push('changes nothing')
  return faults
}
