import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cacheDirectory } from '../src/cache.ts'
import { whyNoControl } from '../src/index.ts'
import { canEnter, serverUser } from '../src/server-user.ts'
import { connected } from './clients.ts'
import { entries, holdServer, nothingLeft } from './held-server.ts'
import { kinds } from './subjects.ts'
import { lives } from './system.ts'

for (const { key, name, start } of kinds) {
  const noControl = whyNoControl(key)
  describe.skipIf(noControl !== null)(`lifetime of ${name}${noControl === null ? '' : `: ${noControl}`}`, () => {
    let cache: string

    beforeAll(async () => {
      await (await start()).dispose()
      cache = await mkdtemp(join(tmpdir(), 'muxpool-lifetime-'))
      await chmod(cache, 0o755)
    })
    afterAll(() => rm(cache, { recursive: true, force: true }))

    test('two processes that start at once share one template, on different ports', async () => {
      const user = serverUser()
      const own = join(cache, `uid-${user?.uid ?? process.getuid?.()}`)
      await borrowFetched(own)
      const env = { MUXPOOL_SERVER_CACHE: cache }
      const [one, two] = await Promise.all([holdServer(key, { env }), holdServer(key, { env })])
      try {
        expect(one.url).not.toBe(two.url)
        for (const { url } of [one, two]) {
          await using client = await connected(url)
          expect(await client.ask('select 1')).toBe(1)
        }
        // No second one, no lock, no part of one.
        expect(entries(join(own, 'templates'))).toHaveLength(1)
        expect(entries(join(own, 'running'))).toHaveLength(2)
      } finally {
        one.program.kill('SIGKILL')
        two.program.kill('SIGKILL')
      }
      await Promise.all([nothingLeft(one), nothingLeft(two)])
    })

    test.each([
      ['killed', 'SIGKILL', []],
      ['killed, and its server frozen', 'SIGKILL', ['frozen']],
      ['interrupted', 'SIGINT', []],
      ['terminated', 'SIGTERM', []],
    ] as const)('nothing is left of a server whose process is %s', async (_manner, signal, args) => {
      const held = await holdServer(key, { args })
      expect(held.processes.every(lives)).toBe(true)
      held.program.kill(signal)
      await once(held.program, 'exit')
      await nothingLeft(held)
    })

    test('a process that forgets its server can exit by itself', async () => {
      const held = await holdServer(key, { args: ['forget'] })
      await nothingLeft(held)
      expect(held.program.exitCode).toBe(0)
    })

    test('what a killed keeper left behind is removed at the next start', async () => {
      const held = await holdServer(key)
      process.kill(held.keeper, 'SIGKILL')
      held.program.kill('SIGKILL')
      await once(held.program, 'exit')
      expect(held.processes.some(lives)).toBe(true)
      expect(existsSync(held.directory)).toBe(true)
      const next = await start()
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
        const within = join(own, `uid-${user.uid}`)
        await borrowFetched(within)
        for (const path of [own, within]) await chown(path, user.uid, user.gid)
        const held = await holdServer(key, { user, env: { MUXPOOL_SERVER_CACHE: own } })
        held.program.kill('SIGKILL')
        await nothingLeft(held)
        await rm(own, { recursive: true })
      }
    })
  })
}

/** A cache without templates that has what was fetched for the ordinary one: nothing is fetched twice. */
async function borrowFetched(into: string): Promise<void> {
  await mkdir(into)
  const cache = cacheDirectory(serverUser())
  for (const name of await readdir(cache)) {
    if (name.startsWith('debian-')) await symlink(join(cache, name), join(into, name))
  }
}
