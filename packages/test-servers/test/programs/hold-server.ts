// Starts a server, says which processes it has, and waits to be ended from outside, if need be frozen.
import { dirname } from 'node:path'
import { startPostgres } from '../../src/index.ts'

const server = await startPostgres()
const processes = server.processes()
if (process.argv.includes('frozen')) server.freeze()
process.stdout.write(`${JSON.stringify({ processes, directory: dirname(server.log ?? ''), url: server.url() })}\n`)
if (process.argv.includes('forget')) process.exitCode = 0
else setInterval(() => {}, 60_000)
