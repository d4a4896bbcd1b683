import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import type { Progress } from '../../src/demo/progress.ts'
import { resultTable } from '../../src/demo/result-table.ts'
import { runSubject, type SubjectResult } from '../../src/demo/run-subject.ts'
import { type Subject, subjects } from '../../src/demo/subjects.ts'
import { leavesSettings, losesACaller, losesCommits, opensTooMany, tearsSessionsApart } from './broken-pools.ts'

const silent: Progress = { note: () => undefined, follow: () => undefined, done: () => undefined }
const settings = { callers: 40, connections: 3, seconds: 0.6, think: 0, seed: 1, secondsToEnd: 5 }

const run = (subject: Subject, changed: Partial<typeof settings> = {}): Promise<SubjectResult> =>
  runSubject(sharedPostgres(18), subject, { ...settings, ...changed }, silent)

describe('the workload on pg.Pool', () => {
  it('finds every answer right, and counts what ran', async () => {
    const result = await run(subjects.pg)
    expect(result.faults).toEqual([])
    expect(result.run.bank.transactions).toBeGreaterThan(0)
    expect(result.run.orders.written.size).toBeGreaterThan(0)
    expect(result.run.measures.mostOpen).toBe(3)
    expect(result.run.measures.leftWaiting).toBeGreaterThan(0)
    expect(result.server.max).toBe(3)
    expect(result.pins).toBeNull()
    const table = resultTable([result], { ...settings, subjects: ['pg'] })
    expect(table).toContain('pg.Pool')
    expect(table).toContain('all right')
  })

  it('ends the thinking when the time is over', async () => {
    const { faults, run: ran } = await run(subjects.pg, { think: 100, callers: 6 })
    expect(faults).toEqual([])
    expect(ran.measures.openNow).toBe(0)
  })
})

describe('the workload on muxpool', () => {
  it('finds every answer right, with all sessions open on few connections', async () => {
    const { faults, run: ran, server, pins } = await run(subjects.muxpool, { think: 0.05 })
    expect(faults).toEqual([])
    expect(ran.bank.transactions).toBeGreaterThan(0)
    expect(ran.orders.written.size).toBeGreaterThan(0)
    expect(ran.measures.mostOpen).toBeGreaterThan(3)
    expect(server.max).toBe(3)
    // Nothing pins but a tenant that is set for the whole session.
    expect(Object.keys(pins ?? {}).filter((reason) => reason !== 'setting')).toEqual([])
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
