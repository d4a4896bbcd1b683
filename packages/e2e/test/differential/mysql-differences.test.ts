import { sharedMysql } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import { mysqlBench } from '../../src/differential/bench.ts'
import { mysqlDifferences } from '../../src/differential/mysql/differences.ts'
import { mysqlPrograms } from '../../src/differential/mysql/programs/index.ts'
import { mysqlProofs } from '../../src/differential/mysql/proofs.ts'
import { mysqlVocabulary } from '../../src/differential/mysql/random/vocabulary.ts'
import { mysqlStateKinds } from '../../src/differential/mysql/state-kinds.ts'
import { muxpool, privateConnections } from '../../src/differential/mysql/subjects/index.ts'
import { runProof, unexpected } from '../../src/differential/prove.ts'
import { randomPrograms } from '../../src/differential/random/generate.ts'

describe('the list of differences from mysql2', () => {
  it('has one proof for each entry, and no other', () => {
    expect(mysqlDifferences.map(({ proof }) => proof).sort()).toEqual(mysqlProofs.map(({ name }) => name).sort())
    expect(new Set(mysqlDifferences.map(({ id }) => id)).size).toBe(mysqlDifferences.length)
  })

  describe.each(['mysql', 'mariadb'] as const)('on %s', (flavour) => {
    const { engine } = mysqlBench(flavour)
    const proofs = mysqlProofs.filter(({ only = flavour }) => only === flavour)

    it.each(proofs)('is right about private connections: $name', async (proof) => {
      const shown = await runProof(engine, proof, privateConnections, sharedMysql(flavour))
      expect(shown).toMatchObject(proof.privateConnection)
    })

    it.each(proofs)('is right about muxpool: $name', async (proof) => {
      expect(unexpected(await runProof(engine, proof, muxpool, sharedMysql(flavour)), proof.muxpool)).toEqual([])
    })
  })
})

describe('programs for MySQL and MariaDB', () => {
  const made = randomPrograms({ count: 300, steps: 60, seed: 1 }, mysqlVocabulary)

  it('are at least 60, each with a name of its own', () => {
    expect(mysqlPrograms.length).toBeGreaterThanOrEqual(60)
    expect(new Set(mysqlPrograms.map(({ name }) => name)).size).toBe(mysqlPrograms.length)
  })

  it.each([
    ['written', mysqlPrograms],
    ['random', made],
  ])('cover every kind of state: %s', (_what, programs) => {
    expect(mysqlStateKinds.filter((kind) => !programs.some(({ covers }) => covers.includes(kind)))).toEqual([])
  })

  it('that must not pin hold nothing', () => {
    for (const { pins, covers } of made) {
      if (pins !== 'never') continue
      expect(covers.filter((kind) => !mysqlVocabulary.freeKinds.has(kind))).toEqual([])
    }
  })
})
