import { describe, expect, it } from 'vitest'
import { stripComments } from '../../src/sql/strip-comments.ts'

describe('taking comments off both ends', () => {
  const cases: readonly (readonly [text: string, stripped: string])[] = [
    ['select 1', 'select 1'],
    ['  select 1\n', 'select 1'],
    ["select 1 /*traceparent='00-ab-cd-01'*/", 'select 1'],
    ['/* a */ -- b\n/* c /* d */ */ select 1', 'select 1'],
    ['select 1 -- a', 'select 1'],
    ['select 1 -- a -- b', 'select 1'],
    ['select 1; /* a */ /* b */', 'select 1;'],
    ['select 1 -- a\n', 'select 1'],
    ['select 1 -- a\r', 'select 1'],
    // Not sure to be a comment, or not of one piece: left alone.
    ['select 1 +/* a */', 'select 1 +/* a */'],
    ['select 1 +-- a', 'select 1 +-- a'],
    ['select 1 /* a /* b */ */', 'select 1 /* a /* b */ */'],
    ['select 1 /* a \0 */', 'select 1 /* a \0 */'],
    // A guess, which whoever asks has to prove: see cache.test.ts.
    ["select '/* a */", "select '"],
    ['', ''],
    ['/* a */', ''],
  ]
  it.each(cases)('%j', (text, stripped) => {
    expect(stripComments(text)).toBe(stripped)
  })

  it('gives the same string where there is nothing to take off', () => {
    const text = `select ${'x'.repeat(20)}`
    expect(Object.is(stripComments(text), text)).toBe(true)
  })
})
