import type { TokenSpan } from './token-span.ts'

/** What the text shows of an argument. `hidden`: an expression, whose value only the server knows. */
export type Argument =
  | { readonly shown: 'value'; readonly value: string | null }
  | { readonly shown: 'parameter'; readonly parameter: number }
  | { readonly shown: 'hidden' }

export const hidden: Argument = { shown: 'hidden' }

/** Casts that leave a constant what it is. */
const plainTypes: ReadonlySet<string> = new Set(
  'text varchar bigint int int4 int8 integer boolean bool float8 real'.split(' '),
)

/**
 * The arguments between the bracket at `open` and the one that closes it, each as a part of the span; null when any
 * is given by name or as VARIADIC, so that its place says nothing.
 */
export function splitArguments(span: TokenSpan, open: number): readonly TokenSpan[] | null {
  const close = span.close(open)
  if (close === open + 1) return []
  const parts: TokenSpan[] = []
  let start = open + 1
  for (let at = start; at < close; at++) {
    const sign = span.sign(at)
    if (sign === '(' || sign === '[') at = span.close(at)
    else if (sign === ',') {
      parts.push(span.part(start, at))
      start = at + 1
    } else if ((sign === '=' || sign === ':') && isNaming(span, at)) return null
    else if (at === start && span.word(at) === 'variadic') return null
  }
  parts.push(span.part(start, close))
  return parts
}

/** `=>` or `:=` */
function isNaming(span: TokenSpan, at: number): boolean {
  return span.sign(at + 1) === (span.sign(at) === '=' ? '>' : '=')
}

export function readArgument(span: TokenSpan): Argument {
  let { from, to } = span
  for (let before = -1; before !== to - from; ) {
    before = to - from
    if (span.sign(from) === '(' && span.close(from) === to - 1) {
      from++
      to--
    } else if (to - from > 3 && span.sign(to - 2) === ':' && span.sign(to - 3) === ':') {
      if (!plainTypes.has(span.word(to - 1))) return hidden
      to -= 3
    }
  }
  const signed = to - from === 2 && (span.sign(from) === '-' || span.sign(from) === '+')
  if (signed && span.kind(from + 1) === 'number')
    return { shown: 'value', value: (span.sign(from) === '-' ? '-' : '') + span.source(from + 1) }
  if (to - from !== 1) return hidden
  const parameter = span.parameter(from)
  if (parameter !== null) return { shown: 'parameter', parameter }
  if (span.kind(from) === 'number') return { shown: 'value', value: span.source(from) }
  const word = span.word(from)
  if (word === 'null') return { shown: 'value', value: null }
  if (word === 'true' || word === 'false') return { shown: 'value', value: word }
  const value = span.string(from)
  return value === null ? hidden : { shown: 'value', value }
}
