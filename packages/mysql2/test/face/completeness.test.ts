import { sharedMysql } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, test } from 'vitest'
import { deviations } from '../../src/facade/deviations.ts'
import { allCases } from './all-cases.ts'
import { type Inventory, installed, type Kind } from './members/inventory.ts'
import { driversOwn, neverSeen, uncovered } from './members/uncovered.ts'

const byCases = new Set(allCases.flatMap((face) => face.members))
const byDeviation = new Set([...Object.values(uncovered).flat(), ...driversOwn, ...neverSeen])

/** Members that the language gives to every class. */
const ofTheLanguage = new Set(
  ['command', 'statement', 'namespace', 'promiseStatement'].map((kind) => `${kind}.constructor`),
)

const missing = (names: readonly string[]): string[] =>
  names.filter((member) => !byCases.has(member) && !byDeviation.has(member) && !ofTheLanguage.has(member))

const kinds: readonly Kind[] = [
  'module',
  'promise',
  'pool',
  'connection',
  'command',
  'statement',
  'cluster',
  'namespace',
  'promisePool',
  'promiseConnection',
  'promiseStatement',
  'promiseCluster',
  'promiseNamespace',
]

/** What a case calls under another word: the helper that gets a connection, and the list of all events. */
const otherWords = (member: string): RegExp | null => {
  if (member.endsWith('.getConnection')) return /\bcheckout\)?\(/
  return member.includes(':') ? /record\)?\(\w+, all\b/ : null
}

describe('every member and event of the installed mysql2 is in the table', () => {
  let inventory: Inventory
  beforeAll(async () => {
    inventory = await installed(sharedMysql('mysql'))
  })
  const members = (kind: Kind): string[] => inventory.members[kind].map((name) => `${kind}.${name}`)
  const events = (kind: Kind): string[] => (inventory.events[kind] ?? []).map((name) => `${kind}:${name}`)

  test('the inventory sees something', () => {
    expect(members('pool')).toEqual(
      expect.arrayContaining(['pool.getConnection', 'pool.[Symbol.dispose]', 'pool._closed']),
    )
    expect(members('connection')).toEqual(expect.arrayContaining(['connection.query', 'connection.release']))
    expect(members('promiseConnection')).toEqual(expect.arrayContaining(['promiseConnection.unprepare']))
    expect(events('pool')).toEqual(['pool:acquire', 'pool:connection', 'pool:enqueue', 'pool:release'])
    expect(events('cluster')).toEqual(['cluster:offline', 'cluster:online', 'cluster:remove', 'cluster:warn'])
    expect(events('promisePool')).toHaveLength(4)
    expect(events('promiseCluster')).toHaveLength(4)
    expect(events('promiseConnection')).toHaveLength(5)
    expect(events('command')).toEqual(['command:end', 'command:error', 'command:fields', 'command:result'])
    expect(kinds.every((kind) => inventory.members[kind].length > 0)).toBe(true)
  })

  test('a member that no case names is reported', () => {
    expect(missing(['pool.query', 'pool.ofTomorrow', 'pool:tomorrow'])).toEqual(['pool.ofTomorrow', 'pool:tomorrow'])
  })

  test.each(kinds)('members of %s', (kind) => expect(missing(members(kind))).toEqual([]))
  test.each(kinds)('events of %s', (kind) => expect(missing(events(kind))).toEqual([]))

  test('the table names nothing that mysql2 does not have', () => {
    const has = new Set(kinds.flatMap((kind) => [...members(kind), ...events(kind)]))
    // Marks that the cluster puts on the connections it hands out, and the socket on those that are lost.
    for (const added of ['connection._clusterId', 'connection._closing']) has.add(added)
    expect([...byCases, ...byDeviation].filter((member) => !has.has(member))).toEqual([])
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
        .filter((member) => !String(face.run).includes(member.slice(member.search(/[.:]/) + 1)))
        .filter((member) => otherWords(member)?.test(String(face.run)) !== true)
        .map((member) => `${face.id} names ${member}`),
    )
    expect(unused).toEqual([])
  })

  test('every deviation is asserted by a case or has members of its own, every departure is a deviation', () => {
    const listed = deviations.map((deviation) => deviation.id)
    const asserted = new Set(allCases.flatMap((face) => (face.muxpool === undefined ? [] : [face.muxpool.deviation])))
    expect([...asserted].filter((id) => !listed.includes(id))).toEqual([])
    expect(listed.filter((id) => !asserted.has(id) && uncovered[id] === undefined)).toEqual([])
    expect(Object.keys(uncovered).filter((id) => !listed.includes(id))).toEqual([])
    expect(listed.filter((id, at) => listed.indexOf(id) !== at)).toEqual([])
    expect([...byDeviation].filter((member) => byCases.has(member))).toEqual([])
  })
})
