import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildOnce } from '../src/build-once.ts'

describe('a directory that is built once', () => {
  let place: string

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'muxpool-once-'))
  })
  afterEach(() => rm(place, { recursive: true, force: true }))

  test('is built by the first caller only', async () => {
    let builds = 0
    const build = async (into: string): Promise<void> => {
      builds++
      await writeFile(join(into, 'file'), 'whole')
    }
    const target = join(place, 'target')
    expect(await Promise.all([buildOnce(target, build), buildOnce(target, build)])).toEqual([target, target])
    expect(await buildOnce(target, build)).toBe(target)
    expect(builds).toBe(1)
    expect(await readFile(join(target, 'file'), 'utf8')).toBe('whole')
    expect(await readdir(place)).toEqual(['target'])
  })

  test('is not there after a failure, nor any part of it, and the next caller builds it', async () => {
    const target = join(place, 'target')
    const failing = buildOnce(target, async (into) => {
      await writeFile(join(into, 'file'), 'half')
      throw new Error('broke')
    })
    await expect(failing).rejects.toThrow('broke')
    expect(await readdir(place)).toEqual([])
    await buildOnce(target, async (into) => writeFile(join(into, 'file'), 'whole'))
    expect(await readFile(join(target, 'file'), 'utf8')).toBe('whole')
  })
})
