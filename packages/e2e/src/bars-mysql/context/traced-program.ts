// Run as: traced-program.ts <uri> <rounds>. Prints a TracedResult.
import { createRequire } from 'node:module'
import { type Span, trace } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { MySQL2Instrumentation } from '@opentelemetry/instrumentation-mysql2'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import type { PoolConnection, RowDataPacket } from 'mysql2'
import { faultOfParent, requestsInSpans, statementSpans } from '../../bars/context/spans.ts'
import type { TracedResult } from '../../bars/context/traced.ts'

const [uri = '', rounds = '1'] = process.argv.slice(2)
const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
provider.register()
const instrumentation = new MySQL2Instrumentation({ addSqlCommenterCommentToQueries: true })
registerInstrumentations({ tracerProvider: provider, instrumentations: [instrumentation] })
// The instrumentation watches `require`: the driver is loaded by it first, so that muxpool finds what it has changed.
createRequire(import.meta.url)('mysql2')
const { createPool } = await import('@muxpool/mysql2')

const faults: string[] = []
const tracer = trace.getTracer('requests')
const pool = createPool({ uri, maxConnections: 2 })
const promised = pool.promise()
const mark = (request: number, n: number): string => `/* request ${request} */ select ${n}, sleep(0.001)`
/** What the server has received: the instrumentation writes the trace into a text without a comment. */
const received = (request: number): string =>
  `select info as text, 'request ${request}' as of_whom from information_schema.processlist where id = connection_id()`
let statements = 0

const inSpan = (request: number, where: string, span: Span): void => {
  if (trace.getActiveSpan() !== span) faults.push(`request ${request}: another span is active in ${where}`)
}
const calledBack = (start: (done: () => void) => unknown): Promise<void> =>
  new Promise((resolve) => void start(resolve))

async function work(request: number, span: Span): Promise<void> {
  for (let n = 0; n < Number(rounds); n++) {
    await promised.query(mark(request, n))
    inSpan(request, 'a promise', span)
    await promised.execute(mark(request, n))
    inSpan(request, 'a promise of execute', span)
    await calledBack((done) =>
      pool.query(mark(request, n), () => {
        inSpan(request, 'a callback of the pool', span)
        done()
      }),
    )
    await calledBack((done) => {
      const stream = pool.query(mark(request, n))
      stream.on('result', () => inSpan(request, 'a row', span))
      stream.on('end', () => {
        inSpan(request, 'the end of a stream', span)
        done()
      })
    })
    await promised.query(`/* request ${request} */ select nothing`).catch(() => inSpan(request, 'a failure', span))
    await pool.transaction(async (tx) => {
      await tx.query(mark(request, n))
      const core = tx.connection as unknown as PoolConnection
      await calledBack((done) =>
        core.query(mark(request, n), () => {
          inSpan(request, 'a callback of a session', span)
          done()
        }),
      )
    })
    // A state that is reset behind the session: the reset is nobody's.
    await pool.withSession((session) => session.query(`/* request ${request} */ set @mine = ${request}`))
    const [rows] = await promised.query<RowDataPacket[]>(received(request))
    if (!String(rows[0]?.text).includes(span.spanContext().traceId))
      faults.push(`request ${request}: the server received the trace of another: ${rows[0]?.text}`)
    statements += 9
  }
}

const parents = await requestsInSpans(tracer, work)
await pool[Symbol.asyncDispose]()

const own = new Set(['START TRANSACTION', 'START', 'COMMIT'])
let spans = 0
for (const each of statementSpans(exporter.getFinishedSpans().filter(({ name }) => !name.startsWith('request')))) {
  const { span, request } = each
  if (request === null) {
    // The pool's own statements pass the driver's methods by: there is nothing but the words of transactions.
    if (!own.has(span.name)) faults.push(`"${span.name}" is nobody's statement`)
    continue
  }
  spans += 1
  const fault = faultOfParent(each, parents)
  if (fault !== null) faults.push(fault)
}
process.stdout.write(JSON.stringify({ statements, spans, faults } satisfies TracedResult))
