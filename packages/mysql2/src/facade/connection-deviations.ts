import type { Deviation } from './deviation.ts'

/** Where a connection from the pool differs from mysql2's. */
export const connectionDeviations: readonly Deviation[] = [
  {
    id: 'config-charset',
    member: 'connection.config.charsetNumber',
    mysql2: 'It changes with SET NAMES.',
    muxpool: 'It stays as the options say.',
    why: 'It belongs to the connection at hand, which sends by its own.',
  },
  {
    id: 'prepared-handle',
    member: 'connection.prepare, connection.unprepare',
    mysql2:
      'A prepared statement belongs to the connection and is gone after reset(); close() and unprepare() return objects of the driver.',
    muxpool:
      'It belongs to the session and is prepared anew where needed; close() returns nothing, unprepare() a plain object with query and close().',
    why: 'Connections change under a session.',
  },
  {
    id: 'connection-object-per-checkout',
    member: 'pool.getConnection',
    mysql2: 'The same object comes back at later checkouts, with whatever was put on it and with all its listeners.',
    muxpool: 'Every checkout has an object of its own, from getConnection() to release().',
    why: 'An object stands for a session. One that came back would carry the former session to the next.',
  },
  {
    id: 'stale-connection-refuses',
    member: 'connection.query, statement.execute',
    mysql2: 'A connection that was released still runs statements, among those of its next owner.',
    muxpool: 'They are refused.',
    why: 'They would run in the session of somebody else.',
  },
  {
    id: 'open-transaction-rolled-back',
    member: 'connection.release',
    mysql2: 'A transaction that is open at release() goes on, for the next owner.',
    muxpool: 'It is rolled back.',
    why: 'Nobody else may commit or see it.',
  },
  {
    id: 'state-does-not-bleed',
    member: 'connection.release',
    mysql2: 'Settings, variables, the database and locks of a session stay on its connection, for the next owner.',
    muxpool: 'The next session has none of them.',
    why: 'State of one session in another is a hole.',
  },
  {
    id: 'graceful-end-keeps-the-connection',
    member: 'connection.end',
    mysql2: 'With gracefulEnd, end() closes the connection.',
    muxpool: 'It ends the session; the connection is reset where needed and kept.',
    why: "Connections are the pool's.",
  },
  {
    id: 'destroyed-statements-are-told',
    member: 'connection.destroy',
    mysql2: 'The callback of a statement that runs while its connection is destroyed is never called.',
    muxpool: 'It is called with an error.',
    why: 'Nobody may hang.',
  },
  {
    id: 'lost-streams-are-told',
    member: 'command.stream',
    mysql2: 'A stream whose connection is lost neither ends nor fails: the error is emitted by the connection.',
    muxpool: 'The stream fails with the error.',
    why: 'Nobody may hang.',
  },
  {
    id: 'unread-streams-are-ended',
    member: 'connection.release',
    mysql2: 'A connection that is released while its stream is not read never comes back.',
    muxpool:
      'Rows that are still read go on to their end. When nobody takes one for `resetTimeoutMillis`, the stream fails and its connection is closed.',
    why: 'A connection must not be lost by a forgotten stream.',
  },
  {
    id: 'more-is-reported',
    member: 'result.serverStatus, result.stateChanges',
    mysql2: 'They say what the server reports by itself: the schema, and a few settings.',
    muxpool:
      'The server is asked to report more: more settings by name (MariaDB: all), that any other was changed, and that a user variable, a temporary table or a prepared statement did. So serverStatus has the bit 0x4000 more often, and stateChanges holds more.',
    why: 'The reports show what a text does not.',
  },
  {
    id: 'execute-ends-once',
    member: 'connection.execute',
    mysql2: 'A command that could not be prepared emits end twice.',
    muxpool: 'It emits end once.',
    why: 'The two commands of execute() are one statement.',
  },
  {
    id: 'thread-id-of-its-own',
    member: 'connection.threadId',
    mysql2: 'threadId is the id that the server gave the connection.',
    muxpool: 'It is a number of the session that no connection of the server has.',
    why: 'By the time it is used to kill, the connection may run the statement of somebody else.',
  },
  {
    id: 'private-connection-members',
    member: 'connection._commands and other private members',
    mysql2: 'They are the queue of commands and the state of the protocol.',
    muxpool: 'What the methods of mysql2 need of them is there; the others are not.',
    why: 'A session has no protocol of its own: its commands wait in the pool.',
  },
  {
    id: 'no-wire-of-its-own',
    member: 'connection.writePacket and other members that read and write packets',
    mysql2: 'They read and write the socket of the connection.',
    muxpool: 'There is no socket behind them.',
    why: 'What is written to a shared connection must go through the pool.',
  },
  {
    id: 'no-binlog',
    member: 'connection.createBinlogStream',
    mysql2: 'The connection becomes a replica of the server.',
    muxpool: 'It is refused.',
    why: 'Such a connection never comes back; a pool has no use for it.',
  },
]
