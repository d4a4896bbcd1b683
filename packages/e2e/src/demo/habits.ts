/** What the callers do, as numbers. Times are means in ms; a single one is uniform between half and one and a half of it. */
export interface Habits {
  readonly bank: {
    readonly transactionsPerSession: number
    /** Between two statements of a transaction: a connection is needed all the while, whichever pool it is. */
    readonly thinkInTransaction: number
    /** Between two transactions of a session that stays open. */
    readonly thinkBetweenTransactions: number
    readonly thinkBetweenSessions: number
  }
  readonly web: {
    readonly thinkInTransaction: number
    /** Before and after the transaction, with the session open: templates, another service. */
    readonly thinkInSession: number
    readonly thinkBetweenSessions: number
    /** Share of the sessions that set their tenant for the whole session and not for a transaction. */
    readonly settingForSession: number
  }
}

export const habits: Habits = {
  bank: {
    transactionsPerSession: 3,
    thinkInTransaction: 1,
    thinkBetweenTransactions: 1500,
    thinkBetweenSessions: 1500,
  },
  web: { thinkInTransaction: 1, thinkInSession: 80, thinkBetweenSessions: 2000, settingForSession: 0.03 },
}

/** TPC-B-like, smaller: enough branches that callers seldom wait for each other's row locks. */
export const scale = { branches: 50, tellersPerBranch: 10, accountsPerBranch: 1000, tenants: 100, ordersPerTenant: 20 }
