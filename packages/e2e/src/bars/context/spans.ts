import { context, type Span, type Tracer, trace } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'

/** The span of a statement, and the request whose number its text has; null: none has one. */
export interface StatementSpan {
  readonly span: ReadableSpan
  readonly request: number | null
}

export function statementSpans(spans: readonly ReadableSpan[]): readonly StatementSpan[] {
  return spans.map((span) => {
    const request = /request (\d)/.exec(textOf(span))?.[1]
    return { span, request: request === undefined ? null : Number(request) }
  })
}

const textOf = (span: ReadableSpan): string =>
  String(span.attributes['db.statement'] ?? span.attributes['db.query.text'] ?? '')

/** Three requests at once, each in a span of its own; the spans, by the number of the request. */
export async function requestsInSpans(
  tracer: Tracer,
  work: (request: number, span: Span) => Promise<void>,
): Promise<ReadonlyMap<number, Span>> {
  const parents = new Map<number, Span>()
  await Promise.all(
    [1, 2, 3].map((request) => {
      const span = tracer.startSpan(`request ${request}`)
      parents.set(request, span)
      return context.with(trace.setSpan(context.active(), span), () => work(request, span))
    }),
  )
  for (const span of parents.values()) span.end()
  return parents
}

/** What is wrong with the parent of a request's statement; null: nothing. */
export function faultOfParent({ span, request }: StatementSpan, parents: ReadonlyMap<number, Span>): string | null {
  const expected = parents.get(request ?? 0)?.spanContext()
  const parent = span.parentSpanContext
  if (parent?.spanId === expected?.spanId && parent?.traceId === expected?.traceId) return null
  return `a span of request ${request} has ${parent === undefined ? 'no parent' : "another's parent"}: ${textOf(span)}`
}
