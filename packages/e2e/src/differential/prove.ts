import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { RunDatabase } from './database.ts'
import type { Engine, OpenedSession } from './engine.ts'
import { namesOf } from './names.ts'
import type { Json } from './normalise.ts'
import type { Program } from './program.ts'
import { brief, type Proof } from './proofs/proof.ts'
import { runProgram } from './run-program.ts'
import type { PoolUnderTest, Subject } from './subject.ts'

const deadlineMillis = 10_000

/** Runs a proof on a pool of its own and gives what each labelled step showed. */
export const runProof = async <P extends PoolUnderTest, S extends OpenedSession>(
  engine: Engine<P, S>,
  proof: Proof,
  subject: Subject<P>,
  connectionString: string,
): Promise<Readonly<Record<string, Json>>> => {
  const run = randomBytes(4).toString('hex')
  const names = namesOf(0, run, connectionString)
  const program: Program = { ...proof, covers: [], pins: 'may' }
  const prove = async (database: RunDatabase): Promise<Readonly<Record<string, Json>>> => {
    const helper = engine.helper(database, deadlineMillis / 2)
    await helper.setUp(program, names)
    const pool = await subject.open(database.connectionString, { connections: proof.connections })
    try {
      const observations = await runProgram(program, { engine, pool, helper, names, deadlineMillis })
      const shown = observations.flatMap(({ step, outcome }) => {
        const label = proof.steps[step]?.label
        return label === undefined ? [] : [[label, brief(outcome, proof.shows)] as const]
      })
      return Object.fromEntries(shown)
    } finally {
      await pool.end()
      await helper.end()
    }
  }
  try {
    return await engine.withDatabase(connectionString, `proof_${run}`, deadlineMillis / 4, prove)
  } finally {
    await engine.dropLeftovers(connectionString, run)
  }
}

/** Labels whose value is none of those that the proof allows. */
export const unexpected = (
  shown: Readonly<Record<string, Json>>,
  allowed: Readonly<Record<string, readonly Json[]>>,
): readonly string[] =>
  Object.entries(allowed)
    .filter(([label, values]) => !values.some((value) => isDeepStrictEqual(value, shown[label])))
    .map(([label, values]) => `${label}: ${JSON.stringify(shown[label])} is none of ${JSON.stringify(values)}`)
