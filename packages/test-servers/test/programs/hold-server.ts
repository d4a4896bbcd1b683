// Starts a server, says which processes it has, and waits to be ended from outside, if need be frozen.
import { dirname } from 'node:path'
import { subjects } from '../subjects.ts'

const [key, ...circumstances] = process.argv.slice(2)
const subject = subjects.find((each) => String(each.key) === key)
if (subject === undefined) throw new Error(`no server is called ${key}`)
const server = await subject.start()
const processes = server.processes()
if (circumstances.includes('frozen')) server.freeze()
process.stdout.write(`${JSON.stringify({ processes, directory: dirname(server.log ?? ''), url: server.url() })}\n`)
if (circumstances.includes('forget')) process.exitCode = 0
else setInterval(() => {}, 60_000)
