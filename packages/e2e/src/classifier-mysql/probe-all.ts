import { connect, rowsOf } from './connect.ts'
import { makeProbeDatabase, probeDatabase } from './database.ts'
import { type Finding, type ProbeContext, probe } from './probe.ts'
import type { Flavour } from './session-state.ts'
import type { Spelling } from './spellings/spelling.ts'

export async function openProbe(url: string, flavour: Flavour): Promise<ProbeContext> {
  await makeProbeDatabase(url, flavour)
  const admin = await connect(url, probeDatabase)
  const rows = await rowsOf(
    admin,
    'select routine_name from information_schema.routines where routine_schema = database()',
  )
  return { url, flavour, admin, routines: new Set(rows.map(([name]) => String(name))) }
}

export interface Judged extends Finding {
  /** Why the spelling is not what its list says; empty when it is. */
  readonly faults: readonly string[]
}

/** One after another, as they share their objects. */
export async function probeAll(spellings: readonly Spelling[], context: ProbeContext): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const spelling of spellings) {
    if (spelling.on !== undefined && spelling.on !== context.flavour) continue
    const finding = await probe(spelling, context)
    judged.push({ ...finding, faults: faultsOf(spelling, finding) })
  }
  return judged
}

function faultsOf(spelling: Spelling, finding: Finding): readonly string[] {
  const faults: string[] = []
  if (finding.missed.length > 0) faults.push(`the classifier missed ${finding.missed.join(', ')}`)
  if (finding.error !== null && spelling.fails !== true) faults.push(`refused: ${finding.error}`)
  if (spelling.harmless === true && finding.held.length > 0) faults.push(`leaves ${finding.held.join(', ')}`)
  if (spelling.harmless !== true && finding.held.length === 0) faults.push('changes nothing')
  return faults
}
