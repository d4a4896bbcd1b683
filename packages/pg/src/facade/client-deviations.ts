import type { Deviation } from './deviation.ts'

/** Where a client differs from pg's. */
export const clientDeviations: readonly Deviation[] = [
  {
    id: 'state-ends-with-the-session',
    member: 'client.release',
    pg: 'Settings, named statements, LISTEN and type parsers stay on the connection and meet the next user.',
    muxpool: 'They end with release().',
    why: "One session's state must never reach another.",
  },
  {
    id: 'named-statement-after-discard',
    member: 'client.query',
    pg: 'A named statement that DISCARD ALL or DEALLOCATE dropped fails with 26000 at every later use.',
    muxpool: 'It is prepared again and answers.',
    why: 'pg does not notice that its statement is gone; muxpool does, as sessions share connections.',
  },
  {
    id: 'open-transaction-rolled-back',
    member: 'client.release',
    pg: 'A transaction that is open at release() is handed to the next user.',
    muxpool: 'It is rolled back before anybody else has the connection.',
    why: "One session's state must never reach another.",
  },
  {
    id: 'unread-cursor-is-closed-at-release',
    member: 'client.release',
    pg: 'A cursor that is open at release() blocks the connection for ever.',
    muxpool: 'It is closed, or its connection is.',
    why: 'A connection must not be lost by a forgotten cursor.',
  },
  {
    id: 'ended-session-refuses',
    member: 'client.query',
    pg: 'A statement on a released client runs, in the middle of whatever its next user does.',
    muxpool: 'It is refused with the code MUX_SESSION_ENDED.',
    why: "One session's statement must never run in another.",
  },
  {
    id: 'stale-release-is-harmless',
    member: 'client.release',
    pg: 'A second release() after the next checkout releases the client of its new owner.',
    muxpool: 'It throws the same error as any second release().',
    why: 'A stale call must not free a connection of somebody else.',
  },
  {
    id: 'idle-session-loses-nothing',
    member: 'client:error',
    pg: 'A checked-out client whose connection is lost emits error and can run nothing any more.',
    muxpool:
      'A session outside a transaction that holds nothing in a connection has none to lose: its next statement runs on another.',
    why: 'Nothing of the session was lost.',
  },
  {
    id: 'one-error-event-per-loss',
    member: 'client:error',
    pg: 'A lost connection gives two error events.',
    muxpool: 'It gives one.',
    why: 'The second tells nothing new.',
  },
  {
    id: 'broken-session-keeps-its-error',
    member: 'client.query',
    pg: 'After a loss every statement says that the client is not queryable, without a code.',
    muxpool:
      'Every statement gets the same error with the code MUX_SESSION_BROKEN, until the session is released or its transaction is rolled back.',
    why: 'The error says what was lost.',
  },
  {
    id: 'process-id-is-virtual',
    member: 'client.processID, client.secretKey',
    pg: "They are the backend's.",
    muxpool:
      'They are numbers of the session; pg_backend_pid() tells another. A cancel request with them reaches no server.',
    why: 'Otherwise a cancel could hit the statement of another session that has the connection by then.',
  },
  {
    id: 'async-dispose',
    member: 'client[Symbol.asyncDispose], pool[Symbol.asyncDispose]',
    pg: 'There is none.',
    muxpool: 'It releases the session, or ends the pool.',
    why: 'For `await using`.',
  },
  {
    id: 'private-client-members',
    member: 'client._connect, client._handleReadyForQuery and other private members',
    pg: 'They speak the protocol.',
    muxpool: 'They are absent, except those that libraries read.',
    why: 'A session does not speak the protocol, a connection does.',
  },
  {
    id: 'connection-is-a-stand-in',
    member: 'client.connection',
    pg: "It is the socket's protocol layer: whatever is called on it is written to the server.",
    muxpool:
      'A client of a pool has none. A constructed Client has an emitter with parsedStatements and stream, which tells the parameterStatus messages at connect() and through which nothing can be written.',
    why: 'What is written past the pool would run in whichever session has the connection.',
  },
  {
    id: 'options-are-not-shown',
    member: 'client.connectionParameters, client.password, client.binary and other options',
    pg: 'They are fields of the client.',
    muxpool: 'They are not. host, port, user, database and ssl are.',
    why: 'They belong to the connections; the pool has them in its options.',
  },
  {
    id: 'pipeline-is-one-after-another',
    member: 'client.pipeline, pool.options.pipeline',
    pg: 'With the option, statements of one client are written without waiting for the answers before them.',
    muxpool:
      'A session sends its statements one after another, and client.pipeline is false. The answers are the same.',
    why: 'What a statement does decides whether the next may run on another connection.',
  },
]
