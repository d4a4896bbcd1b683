import type { Mismatch } from './compare.ts'
import type { Json } from './normalise.ts'
import type { QuerySpec } from './program.ts'

/**
 * Everything in which a session of muxpool may differ from a private connection. A comparison is excused by an entry
 * of this list and by nothing else; `proofs/` has a program for each that asserts both sides exactly.
 * What no run of a program can repeat (process ids, clocks, OIDs, xids, numbers of temporary schemas) is made
 * comparable in `normalise.ts`.
 */
export interface Difference {
  readonly id: string
  readonly privateConnection: string
  readonly muxpool: string
  readonly why: string
  /** Name of the proof that asserts it. */
  readonly proof: string
  readonly excuses: (mismatch: Mismatch) => boolean
}

const statementOf = ({ step }: Mismatch): QuerySpec => {
  if (step === null || !('query' in step)) return {}
  return typeof step.query === 'string' ? { text: step.query } : step.query
}

const textMatches = (mismatch: Mismatch, pattern: RegExp): boolean => pattern.test(statementOf(mismatch).text ?? '')

/** The SQLSTATE or the driver's code of an outcome that is an error; null for a result. */
const errorCode = (outcome: Json | undefined): string | null => {
  if (typeof outcome !== 'object' || outcome === null || !('error' in outcome)) return null
  const { error } = outcome
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'none'
}

const isOrdinal = (value: unknown, kind: string): boolean => typeof value === 'string' && value.startsWith(`#${kind}`)

/** No such schema, function, table, object. */
const missing: ReadonlySet<string> = new Set(['3F000', '42883', '42P01', '42704'])

const withoutTemporarySchema = (value: Json | undefined): string => String(value).replace('pg_temp_N,', '')

export const differences: readonly Difference[] = [
  {
    id: 'identity',
    privateConnection: 'pg_backend_pid(), inet_client_port() and the like are the same through a whole session',
    muxpool: 'they name the connection that ran the statement',
    why: 'A session has no server process of its own.',
    proof: 'identity',
    excuses: ({ expected, actual }) =>
      (isOrdinal(expected, 'pid') && isOrdinal(actual, 'pid')) ||
      (isOrdinal(expected, 'port') && isOrdinal(actual, 'port')),
  },
  {
    id: 'custom-setting-trace',
    privateConnection: "current_setting('app.x', true) of a name that the session never set is NULL",
    muxpool: "it may be '' when another session once set it",
    why: 'The server keeps the name of a custom setting for the life of its process; neither RESET nor DISCARD removes it.',
    proof: 'custom-setting-trace',
    excuses: (mismatch) =>
      mismatch.expected === null && mismatch.actual === '' && textMatches(mismatch, /current_setting\s*\(/i),
  },
  {
    id: 'sequence-look-back',
    privateConnection: 'lastval() and currval() give the number of the last insert or nextval of the session',
    muxpool:
      'after an insert whose text shows no nextval they may fail with 55000 or MUX_LOOKBACK_LOST; never another number',
    why: 'The number lives in the connection, and a default that calls nextval is not in the text.',
    proof: 'sequence-look-back',
    excuses: (mismatch) =>
      // Or through a view or a default, which are named so.
      textMatches(mismatch, /\b(lastval|currval)(_of_\w+|\s*\()/i) &&
      mismatch.path.startsWith('outcome') &&
      ['55000', 'MUX_LOOKBACK_LOST'].includes(errorCode(mismatch.outcomes.actual) ?? ''),
  },
  {
    id: 'cached-sequence',
    privateConnection: 'a sequence with CACHE n gives a session consecutive numbers',
    muxpool: 'inserts of one session may take from the caches of several connections: 1, 11, 2',
    why: 'The cache belongs to the connection. The numbers stay unique.',
    proof: 'cached-sequence',
    // No program has such a sequence, so there is nothing to excuse.
    excuses: () => false,
  },
  {
    id: 'named-statement-after-ddl',
    privateConnection: 'a named statement whose result changed its columns fails with 0A000 on every use',
    muxpool: 'outside of a transaction it may be prepared again and answer',
    why: 'A statement is prepared on each connection when it is first used there.',
    proof: 'named-statement-after-ddl',
    excuses: (mismatch) =>
      statementOf(mismatch).name !== undefined &&
      mismatch.path.startsWith('outcome') &&
      errorCode(mismatch.outcomes.expected) === '0A000' &&
      errorCode(mismatch.outcomes.actual) === null,
  },
  {
    id: 'named-statement-after-discard',
    privateConnection:
      'a named statement that DISCARD ALL, DEALLOCATE ALL or DEALLOCATE dropped fails with 26000 on every use',
    muxpool: 'it is prepared again and answers',
    why: 'The driver does not notice that its statement is gone; the pool does, as sessions share connections.',
    proof: 'named-statement-after-discard',
    excuses: (mismatch) =>
      statementOf(mismatch).name !== undefined &&
      mismatch.path.startsWith('outcome') &&
      errorCode(mismatch.outcomes.expected) === '26000' &&
      errorCode(mismatch.outcomes.actual) === null,
  },
  {
    id: 'temporary-schema-trace',
    privateConnection: 'current_schemas(true) names the temporary schema once the session has made a temporary object',
    muxpool:
      'it may name it before, empty, or not name it after a transaction in which all of them were dropped; accordingly pg_temp.x says that x or that pg_temp does not exist',
    why: 'The server gives a connection its temporary schema for good; DISCARD ALL empties it.',
    proof: 'temporary-schema-trace',
    excuses: (mismatch) =>
      (textMatches(mismatch, /current_schemas\s*\(/i) &&
        mismatch.path.startsWith('outcome.result.rows') &&
        withoutTemporarySchema(mismatch.actual) === withoutTemporarySchema(mismatch.expected)) ||
      (textMatches(mismatch, /\bpg_temp\b/i) &&
        mismatch.path.startsWith('outcome.error') &&
        missing.has(errorCode(mismatch.outcomes.expected) ?? '') &&
        missing.has(errorCode(mismatch.outcomes.actual) ?? '')),
  },
  {
    id: 'libraries-of-others',
    privateConnection: 'the settings of a procedural language exist once the session has used it',
    muxpool: 'they exist once any session on that connection has, and names like plpgsql.x are refused from then on',
    why: 'The server loads a library into a connection for good.',
    proof: 'libraries-of-others',
    excuses: (mismatch) => textMatches(mismatch, /plpgsql\./i),
  },
  {
    id: 'routine-made-elsewhere',
    privateConnection: 'what a routine sets stays with the session that called it',
    muxpool: 'so it does, but for a routine that another client made a short time ago under a name that no routine had',
    why: 'The names of routines are read from the catalogue now and then, not before every statement.',
    proof: 'routine-made-elsewhere',
    // Programs find their routines made before the pool is opened.
    excuses: () => false,
  },
]
