import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const tsx = import.meta.resolve('tsx')

/** Runs a script of this folder in a fresh process; its standard output is one JSON value. */
export function inFreshProcess<T>(script: string, order: unknown, nodeOptions: readonly string[] = []): Promise<T> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const args = [...nodeOptions, '--import', tsx, file, JSON.stringify(order)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as T)
      else reject(new Error(`${script} ended with ${code ?? signal}`))
    })
  })
}
