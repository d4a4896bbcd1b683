import type { Difference } from '../differences.ts'

/** Everything in which a session of muxpool may differ from a private connection of mysql2. See `../differences.ts`. */
export const mysqlDifferences: readonly Difference[] = [
  {
    id: 'identity',
    privateConnection: 'CONNECTION_ID() is the same through a whole session',
    muxpool: 'it names the connection that ran the statement',
    why: 'A session has no thread of the server of its own.',
    proof: 'identity',
    excuses: ({ expected, actual }) =>
      typeof expected === 'string' && /^#pid/.test(expected) && typeof actual === 'string' && /^#pid/.test(actual),
  },
]
