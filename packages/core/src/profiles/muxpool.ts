import type { Profile } from './profile.ts'

/**
 * The default. Why reset or close: DISCARD ALL restores settings, role, plans, temporary objects, LISTEN, advisory
 * locks, sequences and cursors (https://www.postgresql.org/docs/current/sql-discard.html), and nothing else.
 */
export const muxpoolProfile: Profile = {
  name: 'muxpool',
  pinsAtFirstStatement: false,
  actions: {
    begin: 'ignore',
    end: 'ignore',
    savepoint: 'ignore',
    'local-setting': 'ignore',
    notify: 'ignore',
    identity: 'ignore',
    copy: 'ignore',
    cursor: 'ignore',
    terminate: 'ignore',
    discard: 'ignore',
    'advisory-unlock': 'ignore',
    unlisten: 'ignore',
    'table-unlock': 'ignore',
    // Never a wrong number: see mux/look-back.ts.
    'sequence-look-back': 'ignore',
    setting: 'pin-reset',
    role: 'pin-reset',
    'session-authorization': 'pin-reset',
    'next-transaction': 'pin-reset',
    schema: 'pin-reset',
    'user-variable': 'pin-reset',
    'table-lock': 'pin-reset',
    'diagnostics-look-back': 'pin-reset',
    'sql-prepare': 'pin-reset',
    'sql-execute': 'pin-reset',
    'sql-deallocate': 'pin-reset',
    temporary: 'pin-reset',
    'hold-cursor': 'pin-reset',
    'advisory-lock': 'pin-reset',
    listen: 'pin-reset',
    'sequence-advance': 'pin-reset',
    inspect: 'pin-reset',
    'random-seed': 'pin-close',
    foreign: 'pin-close',
    opaque: 'pin-close',
    load: 'pin-close',
    unknown: 'pin-close',
    routine: 'look-up',
  },
}
