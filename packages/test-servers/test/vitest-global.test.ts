import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { type ServerKey, whyNoControl } from '../src/index.ts'
import { knownServers } from '../src/server-key.ts'
import { lives } from './system.ts'

interface Seen {
  readonly key: ServerKey
  readonly url: string
  readonly directory: string
  readonly pid: number
}

interface Assertion {
  readonly fullName: string
  readonly status: string
  readonly failureMessages: readonly string[]
  readonly meta: { readonly server?: Seen }
}

interface Run {
  readonly exitCode: number
  readonly stderr: string
  readonly tests: readonly Assertion[]
}

const keys: readonly ServerKey[] = [18, 15, 'mysql', 'mariadb']
const noControl = keys.map(whyNoControl).find((reason) => reason !== null) ?? null

describe.skipIf(noControl !== null)(`the servers of a whole run${noControl === null ? '' : `: ${noControl}`}`, () => {
  test('are one of each kind for all projects, and end with the run', async () => {
    const { exitCode, tests } = await run({})
    expect(tests.flatMap(({ failureMessages }) => failureMessages)).toEqual([])
    expect(tests.map(({ status }) => status)).toEqual(Array(8).fill('passed'))
    expect(exitCode).toBe(0)
    const servers = tests.map(({ meta }) => meta.server)
    for (const key of keys) {
      const [one, two, ...more] = servers.filter((server) => server?.key === key)
      expect(one).toBeDefined()
      expect(two).toEqual(one)
      expect(more).toEqual([])
      expect(one?.pid).toBeGreaterThan(1)
    }
    expect(servers.filter((server) => server !== undefined && lives(server.pid))).toEqual([])
    expect(servers.filter((server) => server !== undefined && existsSync(server.directory))).toEqual([])
  })

  test.each(keys.slice(1))('missing %s: said once and loudly, and what needs it fails', async (key) => {
    const { name, variable } = knownServers[key]
    const { exitCode, tests, stderr } = await run(await without(key))
    expect(exitCode).not.toBe(0)
    expect(stderr.match(new RegExp(`${name} can't be had`, 'g'))).toHaveLength(1)
    const others = Object.fromEntries(keys.map((each) => [knownServers[each].name, ['passed', 'passed']]))
    expect(outcomes(tests)).toEqual({ ...others, [name]: ['failed', 'failed'] })
    const [failure] = tests.flatMap(({ failureMessages }) => failureMessages)
    expect(failure).toMatch(new RegExp(`this test needs ${name}: ${variable} can't be used: .*ECONNREFUSED`))
  })

  test('missing, where that is allowed: what needs them is left out', async () => {
    const env = { ...(await without(15)), ...(await without('mysql')), ...(await without('mariadb')) }
    const { exitCode, tests, stderr } = await run({ ...env, MUXPOOL_ALLOW_MISSING: '1' })
    const skipped = ['skipped', 'skipped']
    expect(outcomes(tests)).toEqual({
      'PostgreSQL 18': ['passed', 'passed'],
      'PostgreSQL 15': skipped,
      MySQL: skipped,
      MariaDB: skipped,
    })
    expect(stderr.match(/can't be had/g)).toHaveLength(3)
    expect(exitCode).toBe(0)
  })

  test('missing PostgreSQL 18: no test is run at all', async () => {
    const { exitCode, tests, stderr } = await run({ ...(await without(18)), MUXPOOL_ALLOW_MISSING: '1' })
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain("PostgreSQL 18 can't be had")
    expect(tests).toEqual([])
  })
})

async function without(key: ServerKey): Promise<Record<string, string>> {
  const protocol = typeof key === 'number' ? 'postgres' : 'mysql'
  return { [knownServers[key].variable]: `${protocol}://nobody@127.0.0.1:${await freePort()}/none` }
}

function outcomes(tests: readonly Assertion[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const { fullName, status } of tests) {
    const name = fullName.replace(' is there', '')
    found[name] = [...(found[name] ?? []), status]
  }
  return found
}

/** Vitest in a process of its own on ./shared-run. */
async function run(env: Readonly<Record<string, string>>): Promise<Run> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST$|MUXPOOL_ALLOW)/.test(name))
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const cwd = join(import.meta.dirname, 'shared-run')
  const child = spawn(process.execPath, [vitest, 'run', '--config', join(cwd, 'vitest.config.ts'), '--reporter=json'], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [exitCode] = (await once(child, 'close')) as [number]
  const report = stdout.slice(stdout.indexOf('{"num'))
  if (report === '') throw new Error(`no report:\n${stdout}\n${stderr}`)
  const { testResults } = JSON.parse(report) as { testResults: { assertionResults: Assertion[] }[] }
  return { exitCode, stderr, tests: testResults.flatMap(({ assertionResults }) => assertionResults) }
}
