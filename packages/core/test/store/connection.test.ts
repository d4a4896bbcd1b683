import { describe, expect, test } from 'vitest'
import { Connection } from '../../src/store/connection.ts'
import { Headcount } from '../../src/store/places.ts'
import { Slot } from '../../src/store/slots.ts'
import type { ConnectionId, Place } from '../../src/vocab.ts'

/** Every way that DESIGN draws, and `quarantined → leased`: the session goes on in its transaction after a cancel. */
const ways: { readonly [from in Place]: readonly Place[] } = {
  opening: ['idle', 'closing', 'gone'],
  idle: ['leased', 'shared', 'probing', 'resetting', 'closing', 'gone'],
  leased: ['settling', 'quarantined', 'gone'],
  shared: ['idle', 'quarantined', 'closing', 'gone'],
  probing: ['idle', 'closing', 'gone'],
  settling: ['idle', 'resetting', 'closing', 'gone'],
  resetting: ['idle', 'closing', 'gone'],
  quarantined: ['leased', 'settling', 'closing', 'gone'],
  closing: ['gone'],
  gone: [],
}
const places = Object.keys(ways) as Place[]

/** How to get to each place. */
const routes: { readonly [place in Place]: readonly Place[] } = {
  opening: [],
  idle: ['idle'],
  leased: ['idle', 'leased'],
  shared: ['idle', 'shared'],
  probing: ['idle', 'probing'],
  settling: ['idle', 'leased', 'settling'],
  resetting: ['idle', 'resetting'],
  quarantined: ['idle', 'leased', 'quarantined'],
  closing: ['closing'],
  gone: ['gone'],
}

function at(place: Place): { readonly connection: Connection<object>; readonly headcount: Headcount } {
  const headcount = new Headcount()
  const connection = new Connection<object>(1 as ConnectionId, new Slot(), 0, headcount)
  for (const step of routes[place]) connection.move(step)
  return { connection, headcount }
}

describe('a connection', () => {
  test.each(places)('goes from %s only where the table lets it go', (from) => {
    for (const to of places) {
      const { connection, headcount } = at(from)
      if (ways[from].includes(to)) {
        connection.move(to)
        expect(connection.place).toBe(to)
      } else {
        expect(() => connection.move(to)).toThrow(expect.objectContaining({ code: 'MUX_INVARIANT' }))
        expect(connection.place).toBe(from)
      }
      const census = headcount.census()
      expect(Object.values(census).reduce((sum, count) => sum + count, 0)).toBe(1)
      expect(census[connection.place]).toBe(1)
    }
  })

  test('stands in one place of the census from the beginning', () => {
    const { headcount } = at('opening')
    expect(headcount.census()).toEqual({ ...new Headcount().census(), opening: 1 })
  })
})
