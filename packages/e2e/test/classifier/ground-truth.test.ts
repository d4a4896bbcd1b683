import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { allSpellings } from '../../src/classifier/all-spellings.ts'
import type { ProbeContext } from '../../src/classifier/probe.ts'
import { openProbe, probeAll } from '../../src/classifier/probe-all.ts'
import { unseenSpellings } from '../../src/classifier/spellings/unseen.ts'

describe.each([18, 15] as const)('what PostgreSQL %i really keeps', (version) => {
  describe.skipIf(mayLeaveOut(version))('on a connection', () => {
    let context: ProbeContext
    beforeAll(async () => {
      context = await openProbe(sharedPostgres(version), version)
    }, 60_000)

    it('was announced by the classifier, in every spelling', { timeout: 180_000 }, async () => {
      const judged = await probeAll(allSpellings, context)
      const changing = judged.filter((one) => one.held.length > 0)
      console.log(`PostgreSQL ${version}: ${judged.length} spellings, ${changing.length} change their session`)
      expect(judged.filter((one) => one.faults.length > 0)).toEqual([])
      expect(changing.length).toBeGreaterThan(250)
    })

    it('is not seen where only the catalogue shows it', { timeout: 60_000 }, async () => {
      const judged = await probeAll(unseenSpellings, context)
      expect(judged.map((one) => [one.text, one.held, one.missed])).toEqual(
        unseenSpellings.map((spelling) => [spelling.text, ['setting'], ['setting']]),
      )
    })
  })
})
