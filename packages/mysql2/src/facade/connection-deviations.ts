import type { Deviation } from './deviation.ts'

/** Where a connection from the pool differs from mysql2's. */
export const connectionDeviations: readonly Deviation[] = [
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
