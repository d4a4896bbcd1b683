// Run as: forgets-to-end.ts <subject> <options as JSON>. Prints the answer of one statement and ends nothing.
import pg from 'pg'
import type { DriverFace } from '../harness/driver-face.ts'

const [subject, json] = process.argv.slice(2)
const options = JSON.parse(json!) as Record<string, unknown>
const driver: unknown = subject === 'muxpool' ? await import('../../../src/index.ts') : pg
const pool = new (driver as DriverFace).Pool(options)
if (options.ofTheProgram === 'begin') {
  const client = await pool.connect()
  await client.query('begin')
  process.stdout.write(`${(await client.query('select 1 as one')).rows[0].one}\n`)
} else {
  process.stdout.write(`${(await pool.query('select 1 as one')).rows[0].one}\n`)
}
