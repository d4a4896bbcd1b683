import { describe, expect, test } from 'vitest'
import { configurationIdentity } from '../../src/adapter/configuration-identity.ts'

const password = () => 'secret'
class Context {}

describe('configurations', () => {
  test.each<[string, object, object]>([
    ['in any order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['with the same function', { password }, { password }],
    ['with keys of the same bytes', { key: Buffer.from('k') }, { key: Uint8Array.from(Buffer.from('k')) }],
  ])('are one: %s', (_, one, other) => {
    expect(configurationIdentity(one)).toBe(configurationIdentity(other))
  })

  test('that differ in anything are two, whatever text one of them was given', () => {
    const hidden = Object.defineProperty({}, 'password', { value: 'other', enumerable: false })
    // What a caller could write to be taken for somebody with a function, a key or a list.
    configurationIdentity({ password })
    const texts = Array.from({ length: 20 }, (_, n) => [`object ${n}`, ['object', n], { object: n }]).flat()
    const all: unknown[] = [
      ...texts.map((password) => ({ password })),
      ...[password, () => 'secret', new Context(), new Context()].map((password) => ({ password })),
      ...['1n', 1n, 1, '1', true, ['a'], 'a', { a: 1 }].map((password) => ({ password })),
      ...[Buffer.from('k'), Buffer.from('k').toString('base64'), 'k'].map((password) => ({ password })),
      hidden,
      {},
    ]
    const identities = all.map((one) => configurationIdentity(one as object))
    expect(new Set(identities).size).toBe(all.length)
    expect(configurationIdentity({}, 'here')).not.toBe(configurationIdentity({}, 'there'))
  })
})
