import { classify } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'
import { splitCases } from '../../src/classifier-mysql/split-cases.ts'

describe.each(['mysql', 'mariadb'] as const)('splitting, as %s does it', (flavour) => {
  describe.skipIf(mayLeaveOut(flavour))('of', () => {
    let own: Connection
    beforeAll(async () => {
      own = await connect(sharedMysql(flavour))
      await own.query(
        'drop database if exists classifier_split; create database classifier_split; use classifier_split',
      )
      await own.query('create table split_t (a int)')
      if (flavour === 'mariadb') await own.query('create user if not exists root@`%`')
    })
    afterAll(() => own.end())

    /** The server counts statements as it begins them. */
    const questions = async () =>
      Number((await rowsOf(own, "show session status where variable_name = 'Questions'"))[0]?.[1])

    const cases = splitCases.filter(([, on]) => on === undefined || on === flavour).map(([text]) => text)
    it.each(cases)('%j', async (text) => {
      const classification = classify(text)
      expect(classification.unknown).toBe(false)
      const before = await questions()
      await own.query(text)
      const run = (await questions()) - before - 1
      expect(classification.statements.map((statement) => statement.text)).toHaveLength(run)
    })
  })
})
