import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/postgres/classify.ts'
import { BoundedMap } from '../../src/sql/bounded-map.ts'
import { ClassificationCache } from '../../src/sql/cache.ts'
import { stripComments } from '../../src/sql/strip-comments.ts'

function countingCache(maxEntries?: number) {
  const read: string[] = []
  const cache = new ClassificationCache(
    (text) => {
      read.push(text)
      return classify(text)
    },
    { strip: stripComments, ...(maxEntries === undefined ? {} : { maxEntries }) },
  )
  return { cache, read }
}

describe('the cache of classifications', () => {
  it('reads a text once and gives the same object again', () => {
    const { cache, read } = countingCache()
    expect(cache.get('select 1')).toBe(cache.get('select 1'))
    expect(read).toEqual(['select 1'])
  })

  it('is not misled by trace ids in comments', () => {
    const { cache, read } = countingCache()
    const first = cache.get("select 1 /*traceparent='00-1-01'*/")
    expect(cache.get("/* app */ select 1 /*traceparent='00-2-01'*/")).toBe(first)
    expect(cache.get('select 1')).toBe(first)
    expect(read).toEqual(['select 1'])
  })

  it('reads the whole text where the cut may have gone through a string', () => {
    const { cache } = countingCache()
    const text = "set app.x = '/* a */'; listen b; select '-- c'"
    expect(cache.get(text)).toEqual(classify(text))
    const hidden = "select '; listen a --'; listen b --'"
    expect(cache.get(hidden)).toEqual(classify(hidden))
  })

  it('forgets what was not asked for lately, and keeps what is', () => {
    const { cache, read } = countingCache(16)
    for (let i = 0; i < 200; i++) {
      cache.get('select always')
      cache.get(`select ${i}`)
    }
    cache.get('select 0')
    expect(read.filter((text) => text === 'select always')).toHaveLength(1)
    expect(read.filter((text) => text === 'select 0')).toHaveLength(2)
  })
})

describe('a bounded map', () => {
  it('holds no more entries than it may', () => {
    const map = new BoundedMap<number>(10, 1_000)
    for (let i = 0; i < 100; i++) map.set(String(i), i)
    expect(map.size).toBeLessThanOrEqual(10)
    expect(map.get('99')).toBe(99)
    expect(map.get('1')).toBeUndefined()
  })

  it('holds no more characters than it may, and no text that is too large for it', () => {
    const map = new BoundedMap<string>(1_000, 1_000)
    let held = 0
    for (let i = 0; i < 100; i++) map.set(String(i).padEnd(50), 'x')
    for (let i = 0; i < 100; i++) if (map.get(String(i).padEnd(50)) !== undefined) held += 50
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThanOrEqual(1_000)
    map.set('y'.repeat(200), 'y')
    expect(map.get('y'.repeat(200))).toBeUndefined()
  })
})
