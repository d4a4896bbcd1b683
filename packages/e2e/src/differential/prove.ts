import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Admin } from './admin.ts'
import { withDatabase } from './database.ts'
import { namesOf } from './names.ts'
import type { Json } from './normalise.ts'
import type { Program } from './program.ts'
import { brief, type Proof } from './proofs/proof.ts'
import { runProgram } from './run-program.ts'
import type { Subject } from './subject.ts'

const deadlineMillis = 10_000

/** Runs a proof on a pool of its own and gives what each labelled step showed. */
export const runProof = (
  proof: Proof,
  subject: Subject,
  connectionString: string,
): Promise<Readonly<Record<string, Json>>> =>
  withDatabase(connectionString, `proof_${randomBytes(4).toString('hex')}`, deadlineMillis / 4, async (database) => {
    const admin = new Admin(database.connectionString, deadlineMillis / 2)
    const names = namesOf(0, 'proof', connectionString)
    const program: Program = { ...proof, covers: [], pins: 'may' }
    await admin.setUp(program, names)
    const pool = await subject.open(database.connectionString, { connections: proof.connections })
    try {
      const observations = await runProgram(program, { pool, admin, names, deadlineMillis })
      const shown = observations.flatMap(({ step, outcome }) => {
        const label = proof.steps[step]?.label
        return label === undefined ? [] : [[label, brief(outcome)] as const]
      })
      return Object.fromEntries(shown)
    } finally {
      await pool.end()
      await admin.end()
    }
  })

/** Labels whose value is none of those that the proof allows. */
export const unexpected = (
  shown: Readonly<Record<string, Json>>,
  allowed: Readonly<Record<string, readonly Json[]>>,
): readonly string[] =>
  Object.entries(allowed)
    .filter(([label, values]) => !values.some((value) => isDeepStrictEqual(value, shown[label])))
    .map(([label, values]) => `${label}: ${JSON.stringify(shown[label])} is none of ${JSON.stringify(values)}`)
