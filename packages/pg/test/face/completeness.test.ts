import { beforeAll, describe, expect, test } from 'vitest'
import { deviations } from '../../src/facade/deviations.ts'
import { allCases } from './all-cases.ts'
import { serverUrl } from './harness/face-tests.ts'
import { type Inventory, installed } from './members/inventory.ts'
import { uncovered } from './members/uncovered.ts'

/** Members that the language gives to every class. */
const ofTheLanguage = new Set(['client.constructor', 'connection.constructor'])

const byCases = new Map<string, string[]>()
for (const face of allCases) {
  for (const member of face.members) byCases.set(member, [...(byCases.get(member) ?? []), face.id])
}
const byDeviation = new Map(Object.entries(uncovered).flatMap(([id, members]) => members.map((member) => [member, id])))

const missing = (kind: string, names: readonly string[]): string[] =>
  names
    .map((name) => `${kind}${name}`)
    .filter((member) => !byCases.has(member) && !byDeviation.has(member) && !ofTheLanguage.has(member))

describe('every member and event of the installed pg is in the table', () => {
  let inventory: Inventory
  beforeAll(async () => {
    inventory = await installed(serverUrl())
  })

  test('the inventory sees something', () => {
    expect(inventory.pool).toEqual(expect.arrayContaining(['connect', 'query', 'end', 'totalCount', '_clients']))
    expect(inventory.client).toEqual(
      expect.arrayContaining(['query', 'release', 'processID', '_queryable', 'readyForQuery']),
    )
    expect(inventory.connection).toEqual(expect.arrayContaining(['stream', 'parsedStatements', 'sync']))
    expect(inventory.poolEvents).toEqual(['acquire', 'connect', 'error', 'release', 'remove'])
    expect(inventory.clientEvents).toEqual(expect.arrayContaining(['drain', 'end', 'notice', 'notification']))
  })

  test('a member that no case names is reported', () => {
    expect(missing('pool.', ['query', 'ofTomorrow'])).toEqual(['pool.ofTomorrow'])
  })

  test('pool', () => expect(missing('pool.', inventory.pool)).toEqual([]))
  test('client', () => expect(missing('client.', inventory.client)).toEqual([]))
  test('connection', () => expect(missing('connection.', inventory.connection)).toEqual([]))
  test('module', () => expect(missing('module.', inventory.module)).toEqual([]))
  test('events of the pool', () => expect(missing('pool:', inventory.poolEvents)).toEqual([]))
  test('events of the client', () => expect(missing('client:', inventory.clientEvents)).toEqual([]))
  test('static members', () => {
    expect(inventory.statics.filter((name) => !/\.(length|name|prototype)$/.test(name))).toEqual(['Client.Query'])
  })

  test('the table names nothing that pg does not have', () => {
    const has = new Set([
      ...inventory.pool.map((name) => `pool.${name}`),
      ...inventory.client.map((name) => `client.${name}`),
      ...inventory.connection.map((name) => `connection.${name}`),
      ...inventory.module.map((name) => `module.${name}`),
      ...inventory.poolEvents.map((name) => `pool:${name}`),
      ...inventory.clientEvents.map((name) => `client:${name}`),
      'connection:parameterStatus',
    ])
    expect([...byCases.keys(), ...byDeviation.keys()].filter((member) => !has.has(member))).toEqual([])
  })
})

describe('the table itself', () => {
  test('case ids are unique', () => {
    const ids = allCases.map((face) => face.id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  test('a case that names a member uses it', () => {
    const unused = allCases.flatMap((face) =>
      face.members
        .filter((member) => !String(face.run).includes(member.split(/[.:]/)[1]!))
        .map((member) => `${face.id} names ${member}`),
    )
    expect(unused).toEqual([])
  })

  test('every deviation is asserted by a case, and every departure is a deviation', () => {
    const listed = deviations.map((deviation) => deviation.id)
    const asserted = new Set(allCases.flatMap((face) => (face.muxpool === undefined ? [] : [face.muxpool.deviation])))
    expect([...asserted].filter((id) => !listed.includes(id))).toEqual([])
    expect(listed.filter((id) => !asserted.has(id))).toEqual([])
    expect(Object.keys(uncovered).filter((id) => !listed.includes(id))).toEqual([])
    expect(listed.filter((id, at) => listed.indexOf(id) !== at)).toEqual([])
  })
})
