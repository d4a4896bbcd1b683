import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { callSite } from './call-site.ts'
import { readVariables } from './functions.ts'
import { readCall } from './read-call.ts'
import { isAssignment, readVariable } from './variables.ts'

/** What is found in a statement whatever its leading word. */
export interface Survey {
  /** A row lock, a file or a changing word inside of a query. */
  readonly writes: boolean
}

/**
 * @param calls whether the functions named in the statement run when it runs
 * @param assigned signs that are known to set what has been announced
 */
export function survey(span: TokenSpan, calls: boolean, assigned: ReadonlySet<number>, sink: EffectSink): Survey {
  let writes = false
  for (let at = span.from; at < span.to; at++) {
    const sign = span.sign(at)
    if (sign === '(' && calls) {
      const site = callSite(span, at)
      if (site !== null) readCall(span, site, sink)
    } else if (sign === '@' && calls) {
      const variable = readVariable(span, at)
      if (variable === null) continue
      if (variable.kind === 'system') announceRead(variable.name, sink)
      else if (isAssignment(span, variable.behind) && !assigned.has(variable.behind)) setVariable(variable.name, sink)
      at = variable.behind - 1
    } else if (sign === '' && span.kind(at) === 'word') {
      const word = span.word(at)
      if (word === 'into' && calls) readInto(span, at + 1, sink)
      if (calls) readSequenceWords(span, at, word, sink)
      writes ||= locksOrWrites(span, at, word)
    }
  }
  return { writes }
}

export function setVariable(name: string | null, sink: EffectSink): void {
  sink.add({ kind: 'user-variable', rule: 'mysql.user-variable', ...(name !== null && { name }) })
}

function announceRead(name: string | null, sink: EffectSink): void {
  if (name === null) return sink.add({ kind: 'unknown', rule: 'mysql.unreadable' })
  const found = readVariables.get(name)
  if (found === undefined) return
  const [rule, kind, at] = found
  sink.add({ kind, rule, ...(at !== undefined && { name: at }) })
}

/** INTO @a, @b */
function readInto(span: TokenSpan, from: number, sink: EffectSink): void {
  for (let at = from; ; ) {
    const variable = readVariable(span, at)
    if (variable === null) return
    setVariable(variable.name, sink)
    if (span.sign(variable.behind) !== ',') return
    at = variable.behind + 1
  }
}

/** NEXT VALUE FOR s, PREVIOUS VALUE FOR s; s.nextval and s.currval where they are taken for the same. */
function readSequenceWords(span: TokenSpan, at: number, word: string, sink: EffectSink): void {
  const spoken = span.word(at + 1) === 'value' && span.word(at + 2) === 'for'
  const dotted = span.sign(at - 1) === '.' && span.sign(at + 1) !== '('
  if ((word === 'next' && spoken) || (word === 'nextval' && dotted)) {
    sink.writes = true
    sink.add({ kind: 'sequence-advance', rule: 'mysql.sequence-advance' })
  } else if ((word === 'previous' && spoken) || (word === 'currval' && dotted)) {
    sink.add({ kind: 'sequence-look-back', rule: 'mysql.sequence-look-back' })
  }
}

/** FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE, INTO OUTFILE | DUMPFILE */
function locksOrWrites(span: TokenSpan, at: number, word: string): boolean {
  if (word === 'for') return /^(update|share)$/.test(span.word(at + 1))
  if (word === 'lock') return span.word(at + 1) === 'in' && span.word(at + 2) === 'share'
  return word === 'into' && /^(outfile|dumpfile)$/.test(span.word(at + 1))
}
