// Run as: forgets-to-end.ts <subject> <options as JSON>. Prints the answer of one statement and ends nothing.
import { muxpool, real } from '../harness/subjects.ts'

const [subject, json] = process.argv.slice(2)
const options = JSON.parse(json!) as Record<string, unknown>
const { Pool } = (subject === 'muxpool' ? muxpool! : real).driver
const pool = new Pool(options)
if (options.ofTheProgram === 'begin') {
  const client = await pool.connect()
  await client.query('begin')
  process.stdout.write(`${(await client.query('select 1 as one')).rows[0].one}\n`)
} else {
  process.stdout.write(`${(await pool.query('select 1 as one')).rows[0].one}\n`)
}
