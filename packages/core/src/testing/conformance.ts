import { strict as assert } from 'node:assert'
import type { Ticket } from '../adapter/driver.ts'
import { cancelCases } from './conformance/cancel-cases.ts'
import type { ConformanceCase } from './conformance/case.ts'
import { controlCases } from './conformance/control-cases.ts'
import { lossCases } from './conformance/loss-cases.ts'
import { statementCases } from './conformance/statement-cases.ts'
import type { Subject } from './conformance/subject.ts'

export type { ConformanceCase } from './conformance/case.ts'
export {
  type AfterError,
  Bench,
  type Subject,
  type SubjectTexts,
  type Told,
  until,
  within,
} from './conformance/subject.ts'

export const conformanceCases: readonly ConformanceCase[] = [
  ...statementCases,
  ...cancelCases,
  ...lossCases,
  ...controlCases,
]

/** Cases that a driver can't pass, by name, each with the reason. */
export type ConformanceSkips = { readonly [name: string]: string }

/**
 * The cases with what is to be skipped. Any test runner can run them: a new subject for each, closed behind it.
 * @throws AssertionError for a skip of a case that does not exist, or without a reason.
 */
export function conformance(skips: ConformanceSkips = {}): readonly {
  readonly name: string
  /** Null: it must pass. */
  readonly skip: string | null
  run<W extends object, T extends Ticket>(open: () => Promise<Subject<W, T>>): Promise<void>
}[] {
  const known = new Set(conformanceCases.map(({ name }) => name))
  for (const [name, reason] of Object.entries(skips)) {
    assert.ok(known.has(name), `no case is named "${name}"`)
    assert.ok(reason.trim().length > 0, `the skip of "${name}" has no reason`)
  }
  return conformanceCases.map(({ name, run }) => ({
    name,
    skip: skips[name] ?? null,
    run: async (open) => {
      const subject = await open()
      try {
        await run(subject)
      } finally {
        await subject.close()
      }
    },
  }))
}
