import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

function demo(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tsx, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (data: Buffer) => {
      output += data
    })
    child.stderr.on('data', (data: Buffer) => {
      output += data
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('npm run demo', () => {
  it('starts a server, runs, prints the table and says that all was right', async () => {
    const { code, output } = await demo('--pool', 'pg', '--sessions', '20', '--connections', '2', '--seconds', '1')
    expect(output).toContain('All answers were right')
    expect(output).toMatch(/transactions\/s +│ +\d/)
    expect(output).toMatch(/connections, most the server saw +│ +2 /)
    expect(code).toBe(0)
  }, 60_000)

  it.each(['mysql', 'mariadb'])(
    'does the same on %s',
    async (engine) => {
      const few = ['--sessions', '20', '--connections', '2', '--seconds', '1']
      const { code, output } = await demo('--engine', engine, '--pool', 'mysql2', ...few)
      expect(output).toContain('All answers were right')
      expect(output).toMatch(/connections, most the server saw +│ +2 /)
      expect(code).toBe(0)
    },
    90_000,
  )

  it('names a wrong argument and ends with 2', async () => {
    const { code, output } = await demo('--connections', '0')
    expect(output).toContain('--connections 0: integer from 1 to 90')
    expect(code).toBe(2)
  })
})
