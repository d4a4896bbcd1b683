import fc from 'fast-check'
import type { GivenOptions } from '../harness.ts'

/** What a program says; `n` is the number of its session, so that whatever leaks shows whose it was. */
export const statements: { readonly [kind: string]: (n: number) => string } = {
  begin: () => 'begin',
  commit: () => 'commit',
  rollback: () => 'rollback',
  insert: (n) => `insert into t_${n} values ('${n}')`,
  read: (n) => `select * from t_${n}`,
  set: (n) => `set app.s${n} = 'v${n}'`,
  show: (n) => `show app.s${n}`,
  canarySetting: (n) => `show app.s${n - 1}`,
  setReported: (n) => `set timezone = 'z${n}'`,
  showReported: () => 'show timezone',
  temporary: (n) => `create temp table temp_${n} ()`,
  readTemporary: (n) => `select * from temp_${n}`,
  canaryTemporary: (n) => `select * from temp_${n - 1}`,
  lock: (n) => `select pg_advisory_lock(${n})`,
  unlock: (n) => `select pg_advisory_unlock(${n})`,
  canaryLock: (n) => `select pg_advisory_unlock(${n - 1})`,
  advance: (n) => `select nextval('q${n}')`,
  lookBack: (n) => `select currval('q${n}')`,
  canarySequence: (n) => `select currval('q${n - 1}')`,
  lastInserted: (n) => `select currval('t_${n}_id')`,
  canaryInserted: (n) => `select currval('t_${n - 1}_id')`,
  resetAll: () => 'reset all',
  discardAll: () => 'discard all',
  fails: () => 'select 1/0',
  unreadable: () => 'no sql at all',
  one: (n) => `select ${n}`,
}

export type After = 'nothing' | 'say' | 'release' | 'destroy' | 'unpin'

export type Step =
  | { readonly do: 'say'; readonly who: number; readonly what: string; readonly limit: 0 | 40; readonly next: After }
  | {
      readonly do: 'transaction'
      readonly who: number
      readonly what: readonly string[]
      readonly end: 'commit' | 'rollback'
    }
  | { readonly do: 'abort' | 'cancel' | 'pin' | 'unpin' | 'release' | 'destroy'; readonly who: number }
  | { readonly do: 'happen'; readonly which: number }
  | { readonly do: 'settle' }
  | { readonly do: 'lose'; readonly which: number; readonly ran: boolean }
  | { readonly do: 'push' | 'stray'; readonly which: number }
  | { readonly do: 'opening'; readonly mode: 'works' | 'transient' | 'full' | 'permanent' }
  | { readonly do: 'advance' | 'leap'; readonly millis: number }
  | { readonly do: 'pause' | 'resume' | 'reconnect' }

const who = fc.nat(4)
const which = fc.nat(6)
const what = fc.constantFrom(...Object.keys(statements))
const always = <const D extends string>(does: D) => fc.constant(does)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: always('say'),
      who,
      what,
      limit: fc.constantFrom<0 | 40>(0, 0, 0, 40),
      next: fc.constantFrom<After>('nothing', 'nothing', 'nothing', 'nothing', 'say', 'release', 'destroy', 'unpin'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: always('transaction'),
      who,
      what: fc.array(what, { maxLength: 3 }),
      end: fc.constantFrom<'commit' | 'rollback'>('commit', 'commit', 'rollback'),
    }),
  },
  { weight: 40, arbitrary: fc.record({ do: always('happen'), which }) },
  { weight: 12, arbitrary: fc.record({ do: always('settle') }) },
  { weight: 4, arbitrary: fc.record({ do: always('lose'), which, ran: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('abort', 'cancel', 'pin', 'unpin'), who }) },
  { weight: 5, arbitrary: fc.record({ do: always('release'), who }) },
  { weight: 2, arbitrary: fc.record({ do: always('destroy'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('push', 'stray'), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: always('opening'),
      mode: fc.constantFrom('works', 'works', 'transient', 'full', 'permanent'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: always('advance'), millis: fc.constantFrom(1, 20, 60, 600, 3_000) }) },
  { weight: 1, arbitrary: fc.record({ do: always('leap'), millis: fc.constantFrom(1_000, 60_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pause', 'resume', 'resume', 'reconnect') }) },
)

const options: fc.Arbitrary<GivenOptions> = fc.record({
  maxConnections: fc.constantFrom(1, 2, 3),
  minConnections: fc.constantFrom(0, 0, 1),
  profile: fc.constantFrom('muxpool', 'muxpool', 'muxpool', 'session'),
  onPin: fc.constantFrom('allow', 'allow', 'allow', 'throw'),
  maxUses: fc.constantFrom(Number.POSITIVE_INFINITY, 3),
  maxWaiting: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 2),
  connectionBorrowTimeoutMillis: fc.constantFrom(500, 5_000),
  borrowTransactionTimeoutMillis: fc.constantFrom(0, 1_000),
  idleClientTimeoutMillis: fc.constantFrom(0, 0, 2_000),
  idleConnectionTimeoutMillis: fc.constantFrom(0, 1_000),
  validateAfterIdleMillis: fc.constantFrom(0, 50),
  resetTimeoutMillis: fc.constant(1_000),
  closeTimeoutMillis: fc.constant(1_000),
  connectTimeoutMillis: fc.constant(2_000),
})

export interface Program {
  readonly options: GivenOptions
  /** Whether taking a session's statement names costs a round trip. */
  readonly claims: boolean
  readonly steps: readonly Step[]
}

export const programs: fc.Arbitrary<Program> = fc.record({
  options,
  claims: fc.boolean(),
  steps: fc.array(step, { maxLength: 70, size: 'max' }),
})
