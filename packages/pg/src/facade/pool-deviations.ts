import type { Deviation } from './deviation.ts'

/** Where the pool, its events, its errors and the module differ from pg's. */
export const poolDeviations: readonly Deviation[] = [
  {
    id: 'sessions-do-not-wait',
    member: 'pool.connect',
    pg: 'connect() waits until one of max connections is free.',
    muxpool:
      'connect() gives a session at once while the server is known to be good; its statements wait for a connection.',
    why: 'A session costs no connection. The time limit and its text are the same, they strike at the statement.',
  },
  {
    id: 'no-wait-without-end',
    member: 'pool.options.connectionTimeoutMillis',
    pg: 'With 0, or without the option, callers wait for ever for a connection, and an attempt to open one for ever for the server.',
    muxpool:
      'Callers wait for 120 s and an attempt for 15 s; connectionBorrowTimeoutMillis and connectTimeoutMillis say otherwise.',
    why: 'Nobody may hang.',
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
    id: 'pool-query-cursor-comes-back',
    member: 'pool.query',
    pg: 'A cursor given to pool.query() never gives its connection back.',
    muxpool: 'The connection comes back when the cursor is closed or read to its end.',
    why: 'A connection must not be lost.',
  },
  {
    id: 'sql-error-keeps-connection',
    member: 'pool.query',
    pg: 'The connection of a failing statement is closed.',
    muxpool: 'It is kept.',
    why: 'A failing statement does no harm to its connection, and opening another is dear.',
  },
  {
    id: 'failed-opens-back-off',
    member: 'pool.connect, pool.query',
    pg: 'Every call opens a connection of its own, however many have just failed.',
    muxpool:
      'After a failure the next attempt waits a little, and longer after each: a call gets its own verdict then.',
    why: 'A server that is down or starting is not helped by a storm of attempts.',
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
    id: 'idle-pool-lets-the-process-exit',
    member: 'pool.options.allowExitOnIdle',
    pg: 'Idle connections keep the process alive until their idle timeout, unless allowExitOnIdle is set.',
    muxpool: 'Idle connections never keep it alive. A session that listens or holds something does.',
    why: 'A script that forgot end() should exit, a worker that only listens should not.',
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
