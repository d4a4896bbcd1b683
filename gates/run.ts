import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { gates } from './table.ts'

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true })

const unknown = positionals.filter((name) => !gates.some((gate) => gate.name === name))
if (unknown.length > 0) {
  console.error(`no such gate: ${unknown.join(', ')}. There are: ${gates.map((gate) => gate.name).join(', ')}`)
  process.exit(2)
}

let passed = 0
let failed = 0
for (const gate of gates) {
  if (positionals.length > 0 && !positionals.includes(gate.name)) continue
  const begun = performance.now()
  const verdict = await gate.run(process.cwd()).catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }))
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${verdict.ok ? 'ok  ' : 'FAIL'} ${gate.name}: ${gate.what} (${seconds} s)`)
  if (!verdict.ok) console.log(verdict.output.trimEnd().replace(/^/gm, '     '))
  if (verdict.ok) passed += 1
  else failed += 1
}

if (values.json !== undefined) {
  mkdirSync(dirname(values.json), { recursive: true })
  writeFileSync(values.json, JSON.stringify({ passed, failed }))
}
console.log(`${passed} gates passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
