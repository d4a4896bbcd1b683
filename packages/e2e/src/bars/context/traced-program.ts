// Run as: traced-program.ts <connection string> <rounds>. Prints a TracedResult.
import { createRequire } from 'node:module'
import { type Span, trace } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { faultOfParent, requestsInSpans, statementSpans } from './spans.ts'
import type { TracedResult } from './traced.ts'

const [url = '', rounds = '1'] = process.argv.slice(2)
const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
provider.register()
registerInstrumentations({ tracerProvider: provider, instrumentations: [new PgInstrumentation()] })
// The instrumentation watches `require`: the driver is loaded by it first, so that muxpool finds what it has changed.
createRequire(import.meta.url)('pg')
const { createPool } = await import('@muxpool/pg')

const faults: string[] = []
const tracer = trace.getTracer('requests')
const pool = createPool({ connectionString: url, maxConnections: 2 })
const mark = (request: number, n: number): string => `/* request ${request} */ select ${n}, pg_sleep(0.001)`
let statements = 0

const inSpan = (request: number, where: string, span: Span): void => {
  if (trace.getActiveSpan() !== span) faults.push(`request ${request}: another span is active in ${where}`)
}

async function work(request: number, span: Span): Promise<void> {
  for (let n = 0; n < Number(rounds); n++) {
    await pool.query(mark(request, n))
    inSpan(request, 'a promise', span)
    await new Promise<void>((resolve) =>
      pool.query(mark(request, n), () => {
        inSpan(request, 'a callback of the pool', span)
        resolve()
      }),
    )
    await pool.query(`/* request ${request} */ select 1 / 0`).catch(() => inSpan(request, 'a failure', span))
    await pool.transaction(async (client) => {
      await client.query(mark(request, n), [])
      await new Promise<void>((resolve) =>
        client.query(mark(request, n), () => {
          inSpan(request, 'a callback of a session', span)
          resolve()
        }),
      )
    })
    // A state that is reset behind the session: the reset is nobody's.
    await pool.withSession((client) => client.query(`/* request ${request} */ set work_mem = '1MB'`))
    statements += 6
  }
}

const parents = await requestsInSpans(tracer, work)
await pool.end()

let spans = 0
for (const each of statementSpans(exporter.getFinishedSpans().filter(({ name }) => name.startsWith('pg')))) {
  const { span, request } = each
  if (request === null) {
    // What the pool does for itself is in nobody's trace; its transactions are its callers'.
    const own = !/BEGIN|COMMIT/.test(span.name)
    if (own && span.parentSpanContext !== undefined) faults.push(`"${span.name}" is in the trace of a request`)
    continue
  }
  spans += 1
  const fault = faultOfParent(each, parents)
  if (fault !== null) faults.push(fault)
}
process.stdout.write(JSON.stringify({ statements, spans, faults } satisfies TracedResult))
