import { type Classification, classify, mysqlEngine } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'
import { generateStatements } from '../../src/classifier-mysql/corpus/generated.ts'
import { programStatements, runnableStatements } from '../../src/classifier-mysql/corpus/of-programs.ts'
import { corpusTables } from '../../src/classifier-mysql/corpus/schema.ts'

type Kind = Classification['statements'][number]['effects'][number]['kind']

/** Kinds that ask nothing of the connection behind the end of the transaction. Of the others each is a pin. */
const passing: ReadonlySet<Kind> = new Set<Kind>(['begin', 'end', 'savepoint', 'identity', 'discard', 'terminate'])
const preparable = [...programStatements, ...generateStatements(1_900, 20_251_121)]

describe.each(['mysql', 'mariadb'] as const)('ordinary statements on %s', (flavour) => {
  describe.skipIf(mayLeaveOut(flavour))('', () => {
    let own: Connection
    let routines: ReadonlyMap<string, { readonly cleanup: string }>
    beforeAll(async () => {
      own = await connect(sharedMysql(flavour))
      await own.query(
        'drop database if exists classifier_corpus; create database classifier_corpus character set utf8mb4',
      )
      await own.query('use classifier_corpus')
      for (const text of corpusTables) await own.query(text)
      const engine = mysqlEngine()
      routines = engine.readRoutines(await rowsOf(own, engine.routinesQuery.text))
    }, 60_000)
    afterAll(() => own.end())

    it('are taken by the server', { timeout: 120_000 }, async () => {
      const refused: string[] = []
      const note = (text: string) => (error: Error) => refused.push(`${text}: ${error.message}`)
      for (const text of preparable)
        await own.prepare(text.replace(/;$/, '')).then((statement) => statement.close(), note(text))
      for (const text of runnableStatements) await own.query(text).catch(note(text))
      expect(refused).toEqual([])
    })

    it('pin falsely in at most 1 % of 2,000', () => {
      const texts = [...new Set([...preparable, ...runnableStatements])]
      expect(texts.length).toBeGreaterThanOrEqual(2_000)
      const pinned = texts.flatMap((text) => {
        const effects = classify(text).statements.flatMap((statement) => statement.effects)
        const pins = effects.filter(({ kind, name }) =>
          kind === 'routine' ? (routines.get(name ?? '')?.cleanup ?? 'none') !== 'none' : !passing.has(kind),
        )
        return pins.length === 0 ? [] : [`${text}: ${pins.map((pin) => `${pin.kind} ${pin.name ?? ''}`).join(', ')}`]
      })
      const share = (100 * pinned.length) / texts.length
      console.log(`${flavour}: ${texts.length} ordinary statements, ${pinned.length} pin (${share.toFixed(2)} %)`)
      for (const line of pinned) console.log(`  ${line}`)
      expect(share).toBeLessThanOrEqual(1)
    })
  })
})
