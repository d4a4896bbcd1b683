import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import { differences } from '../../src/differential/differences.ts'
import { postgres } from '../../src/differential/postgres-engine.ts'
import { proofs } from '../../src/differential/proofs/index.ts'
import { runProof, unexpected } from '../../src/differential/prove.ts'
import { muxpool, privateConnections } from '../../src/differential/subjects/index.ts'

describe('the list of differences', () => {
  it('has one proof for each entry, and no other', () => {
    expect(differences.map(({ proof }) => proof).sort()).toEqual(proofs.map(({ name }) => name).sort())
    expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length)
  })

  it.each(proofs)('is right about private connections: $name', async (proof) => {
    expect(await runProof(postgres, proof, privateConnections, sharedPostgres(18))).toEqual(proof.privateConnection)
  })

  it.each(proofs)('is right about muxpool: $name', async (proof) => {
    expect(unexpected(await runProof(postgres, proof, muxpool, sharedPostgres(18)), proof.muxpool)).toEqual([])
  })
})
