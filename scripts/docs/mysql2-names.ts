/** Options of mysql2 that have a meaning of muxpool's own, as `packages/mysql2/src/facade/core-options.ts` translates them. */
export const mysql2Names: readonly {
  readonly mysql2: string
  readonly muxpool: readonly string[]
  readonly remark: string
}[] = [
  {
    mysql2: 'connectionLimit',
    muxpool: ['maxConnections'],
    remark:
      'Bounds connections; sessions have no bound. As in mysql2, 10 where nothing is given, 0 is no limit, and a change of `pool.config.connectionLimit` has effect.',
  },
  {
    mysql2: 'maxIdle',
    muxpool: ['maxIdleConnectionsPercent'],
    remark: 'Idle connections above it are closed after five minutes, not within a second.',
  },
  {
    mysql2: 'idleTimeout',
    muxpool: ['idleConnectionTimeoutMillis'],
    remark: "Where neither is given: 300,000, not mysql2's 60,000.",
  },
  {
    mysql2: 'connectTimeout',
    muxpool: ['connectTimeoutMillis'],
    remark: "Where neither is given: mysql2's 10,000.",
  },
  {
    mysql2: 'queueLimit, waitForConnections',
    muxpool: [],
    remark:
      'As in mysql2 and in its words, but at the statement: `getConnection()` waits for no connection that is free.',
  },
  {
    mysql2: 'resetOnRelease',
    muxpool: [],
    remark: 'Without effect: a connection is reset where a session has left something.',
  },
  {
    mysql2: 'password',
    muxpool: [],
    remark: 'May be a function, which is asked for each new connection, and may answer with a promise.',
  },
  {
    mysql2: 'timeout (of a statement)',
    muxpool: ['statementTimeoutMillis'],
    remark:
      'The statement is cancelled on the server (KILL QUERY), and its connection is used again. mysql2 leaves the statement running.',
  },
]
