import { sharedMysql, sharedPostgres } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import { mysqlEngine } from '../../src/demo/engines/mysql.ts'
import { postgres } from '../../src/demo/engines/postgres.ts'
import type { Progress } from '../../src/demo/progress.ts'
import { resultTable } from '../../src/demo/result-table.ts'
import { runSubject, type SubjectResult } from '../../src/demo/run-subject.ts'
import type { Subject } from '../../src/demo/subjects.ts'
import { leavesVariables, tearsMysqlSessionsApart } from './broken-mysql-pools.ts'
import { leavesSettings, losesACaller, losesCommits, opensTooMany, tearsSessionsApart } from './broken-pools.ts'

const silent: Progress = { note: () => undefined, follow: () => undefined, done: () => undefined }
const settings = { callers: 40, connections: 3, seconds: 0.6, think: 0, seed: 1, secondsToEnd: 5 }

const run = (subject: Subject, changed: Partial<typeof settings> = {}): Promise<SubjectResult> =>
  runSubject(postgres, sharedPostgres(18), subject, { ...settings, ...changed }, silent)

describe('the workload on pg.Pool', () => {
  it('finds every answer right, and counts what ran', async () => {
    const result = await run(postgres.driver)
    expect(result.faults).toEqual([])
    expect(result.run.bank.transactions).toBeGreaterThan(0)
    expect(result.run.orders.written.size).toBeGreaterThan(0)
    expect(result.run.measures.mostOpen).toBe(3)
    expect(result.run.measures.leftWaiting).toBeGreaterThan(0)
    expect(result.server.max).toBe(3)
    expect(result.pins).toBeNull()
    const table = resultTable([result], { ...settings, engine: 'postgres', subjects: ['driver'] })
    expect(table).toContain('pg.Pool')
    expect(table).toContain('all right')
  })

  it('ends the thinking when the time is over', async () => {
    const { faults, run: ran } = await run(postgres.driver, { think: 100, callers: 6 })
    expect(faults).toEqual([])
    expect(ran.measures.openNow).toBe(0)
  })
})

describe('the workload on muxpool', () => {
  it('finds every answer right, with all sessions open on few connections', async () => {
    const { faults, run: ran, server, pins } = await run(postgres.muxpool, { think: 0.05 })
    expect(faults).toEqual([])
    expect(ran.bank.transactions).toBeGreaterThan(0)
    expect(ran.orders.written.size).toBeGreaterThan(0)
    expect(ran.measures.mostOpen).toBeGreaterThan(3)
    expect(server.max).toBe(3)
    // Nothing pins but a tenant that is set for the whole session.
    expect(Object.keys(pins ?? {}).filter((reason) => reason !== 'setting')).toEqual([])
  })
})

describe.each(['mysql', 'mariadb'] as const)('the workload on %s', (flavour) => {
  const engine = mysqlEngine(flavour)
  const runOn = (subject: Subject, changed: Partial<typeof settings> = {}): Promise<SubjectResult> =>
    runSubject(engine, sharedMysql(flavour), subject, { ...settings, ...changed }, silent)

  it("on mysql2's pool finds every answer right, and counts what ran", async () => {
    const result = await runOn(engine.driver)
    expect(result.faults).toEqual([])
    expect(result.run.bank.transactions).toBeGreaterThan(0)
    expect(result.run.orders.written.size).toBeGreaterThan(0)
    expect(result.run.measures.mostOpen).toBe(3)
    expect(result.server.max).toBe(3)
    expect(result.pins).toBeNull()
    const table = resultTable([result], { ...settings, engine: flavour, subjects: ['driver'] })
    expect(table).toContain('mysql2')
    expect(table).toContain('all right')
  })

  it('on muxpool finds every answer right, with all sessions open on few connections', async () => {
    const { faults, run: ran, server, pins } = await runOn(engine.muxpool, { think: 0.05 })
    expect(faults).toEqual([])
    expect(ran.bank.transactions).toBeGreaterThan(0)
    expect(ran.orders.written.size).toBeGreaterThan(0)
    expect(ran.measures.mostOpen).toBeGreaterThan(3)
    expect(server.max).toBe(3)
    // Nothing pins but a tenant that is set for the whole session.
    expect(Object.keys(pins ?? {}).filter((reason) => reason !== 'user-variable')).toEqual([])
  })

  it('is seen to leave settings behind where they are not cleared', async () => {
    const { faults } = await runOn(leavesVariables, { seconds: 4 })
    expect(faults.join('\n')).toMatch(/found the tenant \d+ of another session/)
  })

  it('is seen to be torn apart', async () => {
    const { faults } = await runOn(tearsMysqlSessionsApart)
    expect(faults.join('\n')).toMatch(/add up to|was shown|was written as|rows instead of one|read .* after writing/)
  })
})

describe('the checks of the demo see a pool that', () => {
  it('tears sessions apart', async () => {
    const { faults } = await run(tearsSessionsApart)
    expect(faults.join('\n')).toMatch(/add up to|was shown|row-level security/)
  })

  it('leaves settings behind', async () => {
    // Long enough that one of the few sessions with a setting of their own is seen, also on a busy machine.
    const { faults } = await run(leavesSettings, { seconds: 4 })
    expect(faults.join('\n')).toMatch(/found the tenant \d+ of another session/)
  })

  it('loses commits', async () => {
    const { faults } = await run(losesCommits)
    expect(faults.join('\n')).toMatch(/history has 0 rows, the callers committed \d+/)
    expect(faults.join('\n')).toMatch(/accounts add up to 0, the callers to/)
  })

  it('forgets a caller', async () => {
    const { faults } = await run(losesACaller(), { secondsToEnd: 1 })
    expect(faults).toEqual([expect.stringMatching(/^caller \d+ hung, waiting for a session$/)])
  })

  it('opens more connections than allowed', async () => {
    const { faults } = await run(opensTooMany)
    expect(faults).toEqual(['the server saw 5 connections, 3 were allowed'])
  })
})
