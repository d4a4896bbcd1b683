import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { whyNoControl } from '../src/index.ts'
import { lives } from './system.ts'

interface Seen {
  readonly version: number
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

const noControl = whyNoControl(18) ?? whyNoControl(15)

describe.skipIf(noControl !== null)(`the servers of a whole run${noControl === null ? '' : `: ${noControl}`}`, () => {
  test('are one of each version for all projects, and end with the run', async () => {
    const { exitCode, tests } = await run({})
    expect(tests.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(exitCode).toBe(0)
    const servers = tests.map(({ meta }) => meta.server)
    for (const version of [18, 15]) {
      const [one, two, ...more] = servers.filter((server) => server?.version === version)
      expect(one).toBeDefined()
      expect(two).toEqual(one)
      expect(more).toEqual([])
    }
    expect(servers.filter((server) => server !== undefined && lives(server.pid))).toEqual([])
    expect(servers.filter((server) => server !== undefined && existsSync(server.directory))).toEqual([])
  })

  test('missing PostgreSQL 15: said once and loudly, and what needs it fails', async () => {
    const { exitCode, tests, stderr } = await run(await withoutPostgres15())
    expect(exitCode).not.toBe(0)
    expect(stderr.match(/PostgreSQL 15 can't be had/g)).toHaveLength(1)
    expect(outcomes(tests)).toEqual({ 'PostgreSQL 18': ['passed', 'passed'], 'PostgreSQL 15': ['failed', 'failed'] })
    const failures = tests.flatMap(({ failureMessages }) => failureMessages)
    expect(failures[0]).toMatch(
      /this test needs PostgreSQL 15: MUXPOOL_TEST_POSTGRES15_URL can't be used: .*ECONNREFUSED/,
    )
  })

  test('missing PostgreSQL 15, where that is allowed: what needs it is left out', async () => {
    const { exitCode, tests, stderr } = await run({ ...(await withoutPostgres15()), MUXPOOL_ALLOW_MISSING: '1' })
    expect(outcomes(tests)).toEqual({ 'PostgreSQL 18': ['passed', 'passed'], 'PostgreSQL 15': ['skipped', 'skipped'] })
    expect(stderr.match(/PostgreSQL 15 can't be had/g)).toHaveLength(1)
    expect(exitCode).toBe(0)
  })
})

async function withoutPostgres15(): Promise<Record<string, string>> {
  return { MUXPOOL_TEST_POSTGRES15_URL: `postgres://nobody@127.0.0.1:${await freePort()}/postgres` }
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
