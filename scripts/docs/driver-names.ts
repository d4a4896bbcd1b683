/** Options of pg that have a meaning of muxpool's own, as `packages/pg/src/facade/options.ts` translates them. */
export const driverNames: readonly {
  readonly pg: string
  readonly muxpool: readonly string[]
  readonly remark: string
}[] = [
  {
    pg: 'max',
    muxpool: ['maxConnections'],
    remark:
      'Also as `poolSize`. Bounds connections; sessions have no bound. As in pg, a change of `pool.options.max` has effect.',
  },
  { pg: 'min', muxpool: ['keepConnections'], remark: 'As in pg, none is opened for it; `minConnections` opens.' },
  { pg: 'maxUses', muxpool: ['maxUses'], remark: 'Counts leases, not checkouts.' },
  {
    pg: 'idleTimeoutMillis',
    muxpool: ['idleConnectionTimeoutMillis'],
    remark: "Where neither is given: pg's 10,000 in `Pool`, 300,000 in `createPool`.",
  },
  {
    pg: 'connectionTimeoutMillis',
    muxpool: ['connectionBorrowTimeoutMillis', 'connectTimeoutMillis'],
    remark:
      'One limit for both, as in pg; an attempt to open gets up to 50 ms less, so that its error is heard. 0 leaves the defaults of both: no caller waits for ever.',
  },
  {
    pg: 'maxLifetimeSeconds',
    muxpool: ['maxConnectionLifetimeMillis'],
    remark: 'Give or take 10 %. 0 leaves the default.',
  },
  {
    pg: 'query_timeout',
    muxpool: ['statementTimeoutMillis'],
    remark:
      'The statement is cancelled on the server, and its connection is used again. pg leaves the statement running.',
  },
  { pg: 'allowExitOnIdle', muxpool: [], remark: 'Always so: idle connections never keep the process alive.' },
  { pg: 'log', muxpool: [], remark: "Gets one line for each pin. pg-pool's own debug lines are not written." },
  {
    pg: 'onConnect, verify',
    muxpool: [],
    remark: 'Run on each new connection, before any session has it, inside `connectTimeoutMillis`.',
  },
  { pg: 'Client', muxpool: [], remark: 'The class of the physical connections.' },
  { pg: 'pipeline', muxpool: [], remark: 'Without effect: a session sends one statement after another.' },
  {
    pg: 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout, application_name, options',
    muxpool: [],
    remark: 'Sent when a connection is opened, as in pg. They are what RESET and a reset of the connection go back to.',
  },
]
