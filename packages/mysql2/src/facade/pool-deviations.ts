import type { Deviation } from './deviation.ts'

/** Where the pool, its events and the module differ from mysql2's. */
export const poolDeviations: readonly Deviation[] = [
  {
    id: 'connection-event-object',
    member: 'pool:connection',
    mysql2: 'The object of the event is the one that getConnection() then hands out.',
    muxpool: 'It stands for the new connection; statements run on it until the listener returns.',
    why: 'A connection belongs to no session.',
  },
  {
    id: 'sessions-do-not-wait',
    member: 'pool.getConnection',
    mysql2:
      'getConnection() waits until one of connectionLimit is free; queueLimit and waitForConnections: false refuse it.',
    muxpool:
      'getConnection() gives a session at once while the server is known to be good; its statements wait for a connection, and are refused in the same words.',
    why: 'A session costs no connection.',
  },
  {
    id: 'events-are-of-sessions',
    member: 'pool:acquire, pool:release, pool:enqueue',
    mysql2:
      'A connection that is handed from one caller to the next is neither released nor acquired; enqueue is emitted by a waiting getConnection().',
    muxpool:
      'Every session is acquired and released; enqueue is emitted when a statement has to wait for a connection.',
    why: 'Sessions are many and connections few: only statements wait.',
  },
  {
    id: 'end-is-not-synchronous',
    member: 'pool.end',
    mysql2: 'The callback of a pool that opened nothing is called before end() returns.',
    muxpool: 'It is called later, as that of every other pool.',
    why: 'A callback that comes at once in one case only is a trap.',
  },
  {
    id: 'surplus-closed-later',
    member: 'pool.config.maxIdle',
    mysql2: 'Idle connections above maxIdle are closed within a second.',
    muxpool: 'Those that are idle for five minutes are closed down to maxIdle.',
    why: 'A peak is often followed by another.',
  },
  {
    id: 'reset-where-needed',
    member: 'pool.config.resetOnRelease',
    mysql2: 'With the option every connection is reset at release(), without it none is.',
    muxpool: 'The option changes nothing: a connection is reset where a session has left something, and else is not.',
    why: 'The next session finds a clean connection in any case, and a reset costs a round trip.',
  },
  {
    id: 'context-of-the-caller',
    member: 'pool.query, pool.execute, connection.query',
    mysql2: 'A callback that had to wait runs in the asynchronous context of whoever gave the connection back.',
    muxpool: 'It runs in the context of its caller.',
    why: 'Traces and request stores must not mix the requests up.',
  },
  {
    id: 'own-errors-have-codes',
    member: 'error.code, error.constructor',
    mysql2: 'Errors that do not come from the server are of the class Error and mostly have no code.',
    muxpool: 'They have the same text, are of the class MuxError, which extends Error, and have a code.',
    why: 'A program should not have to read texts.',
  },
  {
    id: 'private-pool-members',
    member: 'pool._allConnections and other private members',
    mysql2: 'They hold and move the connections.',
    muxpool:
      'The lists stay as the base class made them, empty; _createConnectionConfig() throws, so that no connection is opened behind the limit.',
    why: 'The connections are in another place.',
  },
]
