import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { callSite } from './call-site.ts'
import { type RunText, readCall } from './read-call.ts'

const temporarySchema = /^pg_(toast_)?temp(_\d+)?$/
const inspecting: ReadonlySet<string> = new Set(['pg_prepared_statements', 'pg_cursors'])
const remembered: ReadonlySet<string> = new Set('insert update merge copy create select where'.split(' '))

/** What is found in a statement whatever its leading word: calls, names that matter, words that write. */
export interface Survey {
  /** INSERT, UPDATE, DELETE, MERGE or a row lock inside of a query. */
  readonly writes: boolean
  /** SELECT … INTO */
  readonly creates: boolean
}

/** @param calls whether the functions named in the statement run when it runs */
export function survey(span: TokenSpan, calls: boolean, sink: EffectSink, run: RunText): Survey {
  const seen = new Set<string>()
  let writes = false
  let creates = false
  for (let at = span.from; at < span.to; at++) {
    const kind = span.kind(at)
    if (kind === 'sign') {
      const site = calls && span.sign(at) === '(' ? callSite(span, at, seen) : null
      if (site !== null) readCall(span, site, sink, run)
      continue
    }
    if (kind === 'name' || kind === 'unicode-name') readName(span.name(at), seen, sink)
    if (kind !== 'word') continue
    const word = span.word(at)
    if (word.startsWith('pg_')) readName(word, seen, sink)
    if (remembered.has(word)) seen.add(word)
    if (word === 'into' && !insertsBehind(span, at)) {
      creates = true
      if (isTemporaryWord(span, at + 1)) sink.add({ kind: 'temporary', rule: 'pg.temporary' })
    }
    writes ||= (changing.has(word) && span.sign(at - 1) !== '.') || locksRows(span, at, word)
  }
  return { writes, creates }
}

function readName(name: string | null, seen: ReadonlySet<string>, sink: EffectSink): void {
  if (name === null) return sink.add({ kind: 'unknown', rule: 'pg.unreadable' })
  if (temporarySchema.test(name)) sink.add({ kind: 'temporary', rule: 'pg.names-temporary' })
  else if (inspecting.has(name)) sink.add({ kind: 'inspect', rule: 'pg.inspect' })
  else if (name === 'pg_settings' && seen.has('update')) sink.add({ kind: 'setting', rule: 'pg.update-pg-settings' })
}

/** INSERT INTO, MERGE INTO */
function insertsBehind(span: TokenSpan, at: number): boolean {
  const before = span.word(at - 1)
  return (before === 'insert' || before === 'merge') && span.sign(at - 2) !== '.'
}

/** [LOCAL | GLOBAL] TEMPORARY | TEMP */
export function isTemporaryWord(span: TokenSpan, at: number): boolean {
  const word = span.word(span.word(at) === 'local' || span.word(at) === 'global' ? at + 1 : at)
  return word === 'temporary' || word === 'temp'
}

const changing: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge'])

/** FOR [NO KEY] UPDATE, FOR [KEY] SHARE */
function locksRows(span: TokenSpan, at: number, word: string): boolean {
  return word === 'for' && /^(update|share|no|key)$/.test(span.word(at + 1))
}
