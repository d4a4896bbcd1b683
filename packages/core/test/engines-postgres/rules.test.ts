import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/postgres/classify.ts'
import { functionRules } from '../../src/engines/postgres/functions.ts'
import { functionsOfExtensions, functionsRunningText } from '../../src/engines/postgres/functions-running-text.ts'
import { postgresRules } from '../../src/engines/postgres/rules.ts'
import { statementRules } from '../../src/engines/postgres/statements.ts'
import { codeCases } from './cases-code.ts'
import { settingCases } from './cases-settings.ts'
import { stateCases } from './cases-state.ts'
import { effectsOf } from './rule-cases.ts'

const cases = [...settingCases, ...stateCases, ...codeCases]

describe.each(cases)('$rule', ({ rule, says, silent }) => {
  it.each(says)('sees %j', (text, effect) => {
    expect(effectsOf(text)).toContainEqual({ ...effect, rule })
  })

  it.each(silent)('has nothing to say of %j', (text) => {
    expect(effectsOf(text).filter((effect) => effect.rule === rule)).toEqual([])
  })
})

describe('the table of rules', () => {
  const used = new Set<string>([
    ...statementRules.map((rule) => rule.rule),
    ...[...functionRules, ...functionsRunningText, ...functionsOfExtensions].map((rule) => rule.rule),
    ...cases.flatMap(({ says }) => says.flatMap(([text]) => effectsOf(text).map((effect) => effect.rule))),
  ])

  it('has each id once, and no rule that nothing uses', () => {
    const ids = postgresRules.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !used.has(id)).sort()).toEqual(['pg.finish-prepared', 'pg.too-long'])
    expect([...used].filter((id) => !ids.some((known) => known === id))).toEqual([])
  })

  it('names every kind of effect that a rule announces, and no other', () => {
    for (const { id, effects } of postgresRules) {
      const announced = cases
        .flatMap(({ says }) => says.flatMap(([text]) => effectsOf(text)))
        .filter((effect) => effect.rule === id)
      expect([id, [...new Set(announced.map((effect) => effect.kind))].sort()]).toEqual([
        id,
        id === 'pg.too-long' ? [] : [...effects].sort(),
      ])
    }
  })

  it('has a case with and a case without for every rule that announces anything', () => {
    const tested = cases.map(({ rule }) => rule)
    const announcing = postgresRules.filter((rule) => rule.effects.length > 0 && rule.id !== 'pg.too-long')
    expect(announcing.map((rule) => rule.id).filter((id) => !tested.includes(id))).toEqual([])
    expect(cases.filter(({ says, silent }) => says.length === 0 || silent.length === 0)).toEqual([])
  })

  it('proves each row by a page of the manual, and says how a pin is avoided', () => {
    for (const rule of postgresRules) {
      expect(rule.proof).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/current\/[a-z0-9-]+\.html(#[A-Z0-9-]+)?$/)
      expect(rule.what).toMatch(/\.$/)
    }
  })

  it('has no function twice', () => {
    const names = [...functionRules, ...functionsRunningText, ...functionsOfExtensions].flatMap((rule) => rule.names)
    expect(new Set(names).size).toBe(names.length)
  })

  it('makes a text over the limit unknown without reading it, by bytes', () => {
    const limited = (text: string, maxClassifiedBytes: number) => classify(text, { maxClassifiedBytes })
    expect(limited("select 'é'", 11).unknown).toBe(false)
    expect(limited("select 'é'", 10)).toEqual({
      statements: [
        { text: "select 'é'", start: 0, end: 10, verb: 'other', effects: [{ kind: 'unknown', rule: 'pg.too-long' }] },
      ],
      unknown: true,
    })
  })
})
