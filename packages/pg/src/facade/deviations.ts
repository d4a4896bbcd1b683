/** Something that a program can see muxpool's face do otherwise than pg's own classes. */
export interface Deviation {
  readonly id: string
  /** The members or events it shows at, as `pool.connect`, `client.processID`, `pool:error`. */
  readonly member: string
  /** What pg does. */
  readonly pg: string
  /** What muxpool does. */
  readonly muxpool: string
  readonly why: string
}

/** Every deliberate difference from pg.Pool and PoolClient. The tests of the face assert each of them. */
export const deviations: readonly Deviation[] = [
  {
    id: 'sessions-do-not-wait',
    member: 'pool.connect',
    pg: 'connect() waits until one of max connections is free.',
    muxpool:
      'connect() gives a session at once while the server is known to be good; its statements wait for a connection.',
    why: 'A session costs no connection. The time limit and its text are the same, they strike at the statement.',
  },
  {
    id: 'counts-are-connections',
    member: 'pool.idleCount, pool.waitingCount',
    pg: 'A checked-out client is not idle; waitingCount counts callers of connect().',
    muxpool:
      'A connection is idle unless a session is using it right now; waitingCount counts statements that wait for a connection.',
    why: 'Sessions are many and connections few: only the latter are limited.',
  },
  {
    id: 'client-object-per-checkout',
    member: 'pool.connect',
    pg: 'The same client object comes back at later checkouts, with whatever was put on it.',
    muxpool: 'Every checkout has an object of its own, from connect() to release().',
    why: 'An object stands for a session. One that came back would carry the former session to the next.',
  },
  {
    id: 'connect-event-client',
    member: 'pool:connect',
    pg: 'The client of the event is the one that connect() then hands out.',
    muxpool:
      'The client of the event stands for the new connection; statements run on it, and the settings they make are those that every session starts with.',
    why: 'A connection belongs to no session.',
  },
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
    id: 'pool-query-cursor-comes-back',
    member: 'pool.query',
    pg: 'A cursor given to pool.query() never gives its connection back.',
    muxpool: 'The connection comes back when the cursor is closed or read to its end.',
    why: 'A connection must not be lost.',
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
    id: 'sql-error-keeps-connection',
    member: 'pool.query',
    pg: 'The connection of a failing statement is closed.',
    muxpool: 'It is kept.',
    why: 'A failing statement does no harm to its connection, and opening another is dear.',
  },
  {
    id: 'waiters-rejected-at-end',
    member: 'pool.end',
    pg: 'Callers that wait when end() is called wait for ever.',
    muxpool: 'They are rejected at once with the text of a connect() after end().',
    why: 'Nobody may hang.',
  },
  {
    id: 'end-waits-for-sockets',
    member: 'pool.end',
    pg: 'end() resolves before the sockets are closed.',
    muxpool: 'end() resolves when they are closed.',
    why: 'What comes after end() may count on it.',
  },
  {
    id: 'idle-loss-is-no-crash',
    member: 'pool:error',
    pg: 'The loss of an idle connection ends the process if nobody listens to error.',
    muxpool: 'Without a listener nothing is thrown. With one, it is called as in pg.',
    why: 'No event may crash the process.',
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
    id: 'idle-pool-lets-the-process-exit',
    member: 'pool.options.allowExitOnIdle',
    pg: 'Idle connections keep the process alive until their idle timeout, unless allowExitOnIdle is set.',
    muxpool: 'Idle connections never keep it alive. A session that listens or holds something does.',
    why: 'A script that forgot end() should exit, a worker that only listens should not.',
  },
  {
    id: 'async-dispose',
    member: 'client[Symbol.asyncDispose], pool[Symbol.asyncDispose]',
    pg: 'There is none.',
    muxpool: 'It releases the session, or ends the pool.',
    why: 'For `await using`.',
  },
  {
    id: 'more-members',
    member: 'pool, client',
    pg: 'There are none.',
    muxpool:
      'The pool has transaction, withSession, snapshot, pinReport, pause, resume, reconnect and events; the client has pinned and pin.',
    why: 'They are what muxpool adds.',
  },
  {
    id: 'private-pool-members',
    member: 'pool._clients, pool._idle and other private members',
    pg: 'They hold and move the connections.',
    muxpool:
      'The fields stay as the base class made them, empty; newClient() throws, so that no connection is opened behind the limit.',
    why: 'The connections are in another place.',
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
  {
    id: 'client-is-no-pg-client',
    member: 'pool.connect, Client',
    pg: 'A client is an instance of pg.Client.',
    muxpool: 'It has the same members, and is not.',
    why: "pg.Client's constructor makes a socket and some kilobytes of protocol state for each.",
  },
  {
    id: 'texts-go-on',
    member: 'error.message',
    pg: 'The time limits of waiting and of a query have a fixed text.',
    muxpool: 'The text begins with it and goes on, behind a colon, with what held the connections.',
    why: 'A time limit that says what it waited for need not be guessed at.',
  },
  {
    id: 'own-errors-have-codes',
    member: 'error.code, error.constructor',
    pg: 'Errors that do not come from the server are of the class Error and have no code.',
    muxpool: 'They are of the class MuxError, which extends Error, and have a code.',
    why: 'A program should not have to read texts.',
  },
  {
    id: 'acquire-before-connect',
    member: 'pool:acquire, pool:connect',
    pg: 'A new connection is announced before the client of the statement that asked for it.',
    muxpool: "The session is acquired first: the connection is opened for the session's statement.",
    why: 'A session exists before it has a connection.',
  },
  {
    id: 'log-lines-are-muxpools',
    member: 'pool.log',
    pg: "It is called at each of pg-pool's inner steps.",
    muxpool: 'It is called with a line for each pin, and other events worth a line.',
    why: "The steps are not muxpool's.",
  },
  {
    id: 'module-parts-left-out',
    member: 'native, _pools',
    pg: 'The module has them.',
    muxpool: 'It does not.',
    why: 'pg-native tells too little of the protocol to be multiplexed; _pools is unused.',
  },
]
