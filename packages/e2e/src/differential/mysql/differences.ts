import type { Mismatch } from '../compare.ts'
import type { Difference } from '../differences.ts'
import { fillStatement } from '../names.ts'
import type { Json } from '../normalise.ts'

const noNames = { schema: '', role: '', channel: '', gid: '', lockClass: 0, lock: '', user: '', dsn: '' }

const textOf = ({ step }: Mismatch): string => {
  if (step === null) return ''
  if ('query' in step) return fillStatement(step.query, noNames).text ?? ''
  return 'execute' in step ? (fillStatement(step.execute, noNames).text ?? '') : ''
}

/** The driver's code of an outcome that is an error; null for a result. */
const codeOf = (outcome: Json | undefined): string | null => {
  if (typeof outcome !== 'object' || outcome === null || !('error' in outcome)) return null
  const { error } = outcome
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'none'
}

const isOrdinal = (value: unknown): boolean => typeof value === 'string' && value.startsWith('#pid')

/** After a lost connection: what the driver says at once, and what of every statement after it. */
const saysLost = (outcome: Json | undefined): boolean =>
  codeOf(outcome) === 'PROTOCOL_CONNECTION_LOST' || JSON.stringify(outcome ?? null).includes('in closed state')

/** Everything in which a session of muxpool may differ from a private connection of mysql2. See `../differences.ts`. */
export const mysqlDifferences: readonly Difference[] = [
  {
    id: 'identity',
    privateConnection: 'CONNECTION_ID() is the same through a whole session',
    muxpool: 'it names the connection that ran the statement',
    why: 'A session has no thread of the server of its own.',
    proof: 'identity',
    excuses: ({ expected, actual }) => isOrdinal(expected) && isOrdinal(actual),
  },
  {
    id: 'look-back-refused',
    privateConnection:
      'LAST_INSERT_ID(), LASTVAL(), ROW_COUNT(), FOUND_ROWS() and SHOW WARNINGS give what the last statements of the session left',
    muxpool: 'they may fail with MUX_LOOKBACK_LOST when other sessions had the connection in between',
    why: 'The server keeps them with the connection. insertId, affectedRows and warningStatus of the result are right always.',
    proof: 'look-back-refused',
    excuses: (mismatch) =>
      mismatch.path.startsWith('outcome') && codeOf(mismatch.outcomes.actual) === 'MUX_LOOKBACK_LOST',
  },
  {
    id: 'handle-closed-alone',
    privateConnection: 'close() of a prepared statement closes all of the connection that have the same text',
    muxpool: 'it closes that one',
    why: 'The handles are those of the session, and prepared where they run.',
    proof: 'handle-closed-alone',
    // No program runs one of two after the other was closed.
    excuses: () => false,
  },
  {
    id: 'error-of-a-handle-has-its-text',
    privateConnection: 'the error of a statement that was run by its handle has no `sql`',
    muxpool: '`sql` is the text of the statement',
    why: 'What a handle runs must be known before it runs.',
    proof: 'error-of-a-handle-has-its-text',
    excuses: ({ step, path, expected }) =>
      step !== null && 'run' in step && path === 'outcome.error.sql' && expected === undefined,
  },
  {
    id: 'words-after-a-lost-connection',
    privateConnection:
      'statements after the loss of the connection fail with PROTOCOL_CONNECTION_LOST, or as on a closed one',
    muxpool: "they fail with MUX_SESSION_BROKEN, and the session emits 'error' also where a statement was told",
    why: 'What the session held is gone with the connection, and nobody may take it for there.',
    proof: 'words-after-a-lost-connection',
    excuses: ({ path, actual, outcomes }) =>
      (path.startsWith('notices') && JSON.stringify(actual).includes('Connection lost')) ||
      (path.startsWith('outcome.error') &&
        saysLost(outcomes.expected) &&
        codeOf(outcomes.actual) === 'MUX_SESSION_BROKEN'),
  },
  {
    id: 'schema-dropped-by-another',
    privateConnection: 'when another client drops the schema of a session, MariaDB goes on looking there for names',
    muxpool: 'the session may be without a schema from then on',
    why: 'MariaDB loses a schema that is gone when information_schema is read, as the pool does now and then.',
    proof: 'schema-dropped-by-another',
    excuses: (mismatch) =>
      mismatch.program.name === 'a-schema-that-another-drops' &&
      mismatch.path.startsWith('outcome') &&
      codeOf(mismatch.outcomes.actual) === 'ER_NO_DB_ERROR' &&
      /\bwhose\b/.test(textOf(mismatch)),
  },
  {
    id: 'character-set-of-a-schema-that-another-alters',
    privateConnection:
      'when another client alters the character set of the schema, @@character_set_database stays as it was',
    muxpool: 'it may be what it is now',
    why: 'A connection takes it when it enters the schema, which those of the pool do at other times.',
    proof: 'character-set-of-a-schema-that-another-alters',
    excuses: ({ program, path, expected, actual }) =>
      program.name === 'a-schema-that-another-alters' &&
      /\.(character_set_database|collation_database)$/.test(path) &&
      /^utf8mb4(_|$)/.test(String(expected)) &&
      /^ucs2(_|$)/.test(String(actual)),
  },
]
