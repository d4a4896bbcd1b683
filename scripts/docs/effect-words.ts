import type { ProfileAction } from '../../packages/core/src/profiles/profile.ts'
import type { EffectKind } from '../../packages/core/src/sql/effect.ts'

/** What each kind of effect is, for people. */
export const effectWords: { readonly [kind in EffectKind]: string } = {
  begin: 'begins a transaction',
  end: 'ends a transaction',
  savepoint: 'works inside of a transaction',
  setting: 'changes a setting of the session',
  'local-setting': 'changes a setting of the transaction',
  role: 'changes the role',
  'session-authorization': 'changes the user of the session',
  'sql-prepare': 'prepares a statement in SQL',
  'sql-execute': 'runs a statement that was prepared in SQL',
  'sql-deallocate': 'forgets prepared statements',
  temporary: 'makes or uses a temporary object',
  'hold-cursor': 'opens a cursor that outlives its transaction',
  cursor: 'opens a cursor that ends with its transaction',
  'advisory-lock': 'takes a lock that no transaction ends',
  'advisory-unlock': 'gives advisory locks back',
  listen: 'listens to a channel',
  unlisten: 'stops listening',
  notify: 'sends a notification',
  'sequence-advance': 'moves a sequence by its own words',
  'sequence-look-back': 'asks what the session moved a sequence to',
  'random-seed': 'fixes the numbers of random()',
  discard: 'ends state of the session',
  inspect: 'shows what lives on the connection',
  identity: 'names the connection itself',
  copy: 'carries data in or out',
  terminate: 'ends or cancels another connection',
  foreign: 'keeps something in the server process that no reset ends',
  routine: 'calls a function that no rule names',
  opaque: 'runs code that the text does not show',
  load: 'loads a library into the server process',
  unknown: 'is not known',
}

export const actionWords: { readonly [action in ProfileAction]: string } = {
  ignore: 'nothing',
  'pin-reset': 'pins; then the connection is reset',
  'pin-close': 'pins; then the connection is closed',
  'look-up': "asks what is known of the server's catalogue: a function of the users pins, any other does nothing",
}
