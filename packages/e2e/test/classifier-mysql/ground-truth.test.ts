import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allSpellings } from '../../src/classifier-mysql/all-spellings.ts'
import type { ProbeContext } from '../../src/classifier-mysql/probe.ts'
import { openProbe, probeAll } from '../../src/classifier-mysql/probe-all.ts'

describe.each(['mysql', 'mariadb'] as const)('what %s really keeps', (flavour) => {
  describe.skipIf(mayLeaveOut(flavour))('on a connection', () => {
    let context: ProbeContext
    beforeAll(async () => {
      context = await openProbe(sharedMysql(flavour), flavour)
    }, 60_000)
    afterAll(() => context.admin.end())

    it('was announced by the classifier, in every spelling', { timeout: 240_000 }, async () => {
      const judged = await probeAll(allSpellings, context)
      const changing = judged.filter((one) => one.held.length > 0)
      console.log(`${flavour}: ${judged.length} spellings, ${changing.length} change their session`)
      expect(judged.filter((one) => one.faults.length > 0)).toEqual([])
      expect(changing.length).toBeGreaterThan(200)
    })
  })
})
