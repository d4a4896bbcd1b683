import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/mysql/classify.ts'
import { functionRules } from '../../src/engines/mysql/functions.ts'
import { mysqlRules } from '../../src/engines/mysql/rules.ts'
import { statementRules } from '../../src/engines/mysql/statements.ts'
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
    ...functionRules.map((rule) => rule.rule),
    ...cases.flatMap(({ says }) => says.flatMap(([text]) => effectsOf(text).map((effect) => effect.rule))),
  ])

  it('has each id once, and no rule that nothing uses', () => {
    const ids = mysqlRules.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
    const unsaid = ['mysql.set-global', 'mysql.set-statement', 'mysql.too-long']
    expect(ids.filter((id) => !used.has(id)).sort()).toEqual(unsaid)
    expect([...used].filter((id) => !ids.some((known) => known === id))).toEqual([])
  })

  it('names every kind of effect that a rule announces, and no other', () => {
    for (const { id, effects } of mysqlRules) {
      const announced = cases
        .flatMap(({ says }) => says.flatMap(([text]) => effectsOf(text)))
        .filter((effect) => effect.rule === id)
      expect([id, [...new Set(announced.map((effect) => effect.kind))].sort()]).toEqual([
        id,
        id === 'mysql.too-long' ? [] : [...effects].sort(),
      ])
    }
  })

  it('has a case with and a case without for every rule that announces anything', () => {
    const tested = cases.map(({ rule }) => rule)
    const announcing = mysqlRules.filter((rule) => rule.effects.length > 0 && rule.id !== 'mysql.too-long')
    expect(announcing.map((rule) => rule.id).filter((id) => !tested.includes(id))).toEqual([])
    expect(cases.filter(({ says, silent }) => says.length === 0 || silent.length === 0)).toEqual([])
  })

  it('proves each row by a page of the manual, and says how a pin is avoided', () => {
    for (const rule of mysqlRules) {
      expect(rule.proof).toMatch(
        /^https:\/\/(dev\.mysql\.com\/doc\/refman\/en\/[a-z0-9-]+\.html|mariadb\.com\/kb\/en\/[a-z0-9_-]+\/)$/,
      )
      expect(rule.what).toMatch(/\.$/)
    }
  })

  it('makes a text over the limit unknown without reading it, by bytes', () => {
    const limited = (text: string, maxClassifiedBytes: number) => classify(text, { maxClassifiedBytes })
    expect(limited("select 'é'", 11).unknown).toBe(false)
    expect(limited("select 'é'", 10)).toEqual({
      statements: [
        {
          text: "select 'é'",
          start: 0,
          end: 10,
          verb: 'other',
          effects: [{ kind: 'unknown', rule: 'mysql.too-long' }],
        },
      ],
      unknown: true,
    })
  })
})
