import { type Classification, classify, postgresEngine } from '@muxpool/core/postgres'
import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpusSchema } from '../../src/classifier/corpus/schema.ts'
import { preparable, preparing, runnable } from '../../src/classifier/ordinary.ts'

type Kind = Classification['statements'][number]['effects'][number]['kind']

/** Kinds that ask nothing of the connection behind the end of the transaction. Of the others each is a pin. */
const passing: ReadonlySet<Kind> = new Set<Kind>([
  'begin',
  'end',
  'savepoint',
  'local-setting',
  'cursor',
  'notify',
  'copy',
  'discard',
  'identity',
  'advisory-unlock',
  'unlisten',
])
const database = 'classifier_corpus'

describe.each([18, 15] as const)('ordinary statements on PostgreSQL %i', (version) => {
  describe.skipIf(mayLeaveOut(version))('', () => {
    let client: pg.Client
    let routines: ReadonlyMap<string, unknown>
    beforeAll(async () => {
      const admin = new pg.Client({ connectionString: sharedPostgres(version) })
      await admin.connect()
      await admin.query(`drop database if exists ${database} with (force)`)
      await admin.query(`create database ${database}`)
      await admin.end()
      const url = new URL(sharedPostgres(version))
      url.pathname = `/${database}`
      client = new pg.Client({ connectionString: url.href })
      await client.connect()
      await client.query(corpusSchema)
      const engine = postgresEngine({ maxClassifiedBytes: 1_048_576 })
      const { rows } = await client.query({ text: engine.routinesQuery.text, rowMode: 'array' })
      routines = engine.readRoutines(rows as unknown[][])
    }, 60_000)
    afterAll(() => client.end())

    it('are taken by the server', { timeout: 120_000 }, async () => {
      const refused: string[] = []
      const tryOut = (text: string) =>
        client.query(text).catch((error: Error) => refused.push(`${text}: ${error.message}`))
      for (const text of preparable) {
        const preparation = preparing(text)
        await tryOut(preparation ?? text)
        if (preparation !== null) await client.query('deallocate all')
      }
      for (const text of runnable) await tryOut(text)
      expect(refused).toEqual([])
    })

    it('pin falsely in at most 1 % of 2,000', () => {
      const texts = [...preparable, ...runnable]
      expect(new Set(texts).size).toBe(texts.length)
      expect(texts.length).toBeGreaterThanOrEqual(2_000)
      const pinned = texts.flatMap((text) => {
        const effects = classify(text).statements.flatMap((statement) => statement.effects)
        const pins = effects.filter(
          (effect) => !(effect.kind === 'routine' ? !routines.has(effect.name ?? '') : passing.has(effect.kind)),
        )
        return pins.length === 0 ? [] : [`${text}: ${pins.map((pin) => `${pin.kind} ${pin.name ?? ''}`).join(', ')}`]
      })
      const share = (100 * pinned.length) / texts.length
      console.log(
        `PostgreSQL ${version}: ${texts.length} ordinary statements, ${pinned.length} pin (${share.toFixed(2)} %)`,
      )
      for (const line of pinned) console.log(`  ${line}`)
      expect(share).toBeLessThanOrEqual(1)
    })
  })
})
