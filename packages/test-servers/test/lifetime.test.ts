import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, whyNoControl } from '../src/index.ts'
import { canEnter, serverUser } from '../src/server-user.ts'
import { ask, connected } from './clients.ts'
import { entries, holdServer, nothingLeft } from './held-server.ts'
import { lives } from './system.ts'

const noControl = whyNoControl(18)

describe.skipIf(noControl !== null)(`lifetime of a server${noControl === null ? '' : `: ${noControl}`}`, () => {
  let cache: string

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'muxpool-lifetime-'))
    await chmod(cache, 0o755)
  })
  afterAll(() => rm(cache, { recursive: true, force: true }))

  test('two processes that start at once share one template, on different ports', async () => {
    const env = { MUXPOOL_SERVER_CACHE: cache }
    const [one, two] = await Promise.all([holdServer({ env }), holdServer({ env })])
    try {
      expect(one.url).not.toBe(two.url)
      for (const { url } of [one, two]) {
        await using client = await connected(url)
        expect(await ask(client, 'select 1')).toBe(1)
      }
      const [own] = entries(cache)
      // No second one, no lock, no part of one.
      expect(entries(join(cache, own ?? '', 'templates'))).toHaveLength(1)
      expect(entries(join(cache, own ?? '', 'running'))).toHaveLength(2)
    } finally {
      one.program.kill('SIGKILL')
      two.program.kill('SIGKILL')
    }
    await Promise.all([nothingLeft(one), nothingLeft(two)])
  })

  for (const [manner, signal, args] of [
    ['killed', 'SIGKILL', []],
    ['killed, and its server frozen', 'SIGKILL', ['frozen']],
    ['interrupted', 'SIGINT', []],
    ['terminated', 'SIGTERM', []],
  ] as const) {
    test(`nothing is left of a server whose process is ${manner}`, async () => {
      const held = await holdServer({ args })
      expect(held.processes.every(lives)).toBe(true)
      held.program.kill(signal)
      await once(held.program, 'exit')
      await nothingLeft(held)
    })
  }

  test('a process that forgets its server can exit by itself', async () => {
    const held = await holdServer({ args: ['forget'] })
    await nothingLeft(held)
    expect(held.program.exitCode).toBe(0)
  })

  test('what a killed keeper left behind is removed at the next start', async () => {
    const held = await holdServer()
    process.kill(held.keeper, 'SIGKILL')
    held.program.kill('SIGKILL')
    await once(held.program, 'exit')
    expect(held.processes.some(lives)).toBe(true)
    expect(existsSync(held.directory)).toBe(true)
    const next = await startPostgres()
    try {
      await nothingLeft(held)
    } finally {
      await next.dispose()
    }
  })

  test('an ordinary user can start one, too', async ({ skip }) => {
    const user = serverUser()
    if (user === null) skip('this whole run is of an ordinary user')
    else if (!canEnter(user, import.meta.dirname)) skip(`${user.name} can't enter this repository`)
    else {
      const own = await mkdtemp(join(tmpdir(), 'muxpool-ordinary-'))
      await chown(own, user.uid, user.gid)
      const held = await holdServer({ user: { uid: user.uid, gid: user.gid }, env: { MUXPOOL_SERVER_CACHE: own } })
      held.program.kill('SIGKILL')
      await nothingLeft(held)
      await rm(own, { recursive: true })
    }
  })
})
