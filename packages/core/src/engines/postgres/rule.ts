import type { EffectKind } from '../../sql/effect.ts'

/** One row of the rules: what the docs say about it, and what it may announce. */
export interface Rule {
  readonly id: RuleId
  /** Spellings, as the docs show them. */
  readonly forms: string
  /** Kinds of effect that this rule can announce; none: the statement leaves nothing behind. */
  readonly effects: readonly EffectKind[]
  readonly what: string
  /** How a program gets along without the pin; null: nothing to avoid. */
  readonly avoid: string | null
  /** Page of the manual that proves the row. */
  readonly proof: string
}

export type RuleId =
  | 'pg.query'
  | 'pg.write'
  | 'pg.schema'
  | 'pg.maintenance'
  | 'pg.show'
  | 'pg.explain'
  | 'pg.begin'
  | 'pg.commit'
  | 'pg.rollback'
  | 'pg.prepare-transaction'
  | 'pg.finish-prepared'
  | 'pg.savepoint'
  | 'pg.transaction-modes'
  | 'pg.set'
  | 'pg.set-local'
  | 'pg.reset'
  | 'pg.set-config'
  | 'pg.update-pg-settings'
  | 'pg.set-role'
  | 'pg.set-session-authorization'
  | 'pg.random-seed'
  | 'pg.search-path-temporary'
  | 'pg.reading-rules'
  | 'pg.prepare'
  | 'pg.execute'
  | 'pg.deallocate'
  | 'pg.temporary'
  | 'pg.names-temporary'
  | 'pg.declare'
  | 'pg.close'
  | 'pg.advisory-lock'
  | 'pg.advisory-unlock'
  | 'pg.listen'
  | 'pg.unlisten'
  | 'pg.notify'
  | 'pg.sequence-advance'
  | 'pg.sequence-look-back'
  | 'pg.discard'
  | 'pg.inspect'
  | 'pg.identity'
  | 'pg.copy'
  | 'pg.terminate'
  | 'pg.dblink'
  | 'pg.replication'
  | 'pg.backup'
  | 'pg.extension-state'
  | 'pg.routine'
  | 'pg.runs-text'
  | 'pg.do'
  | 'pg.call'
  | 'pg.load'
  | 'pg.extension'
  | 'pg.unknown-word'
  | 'pg.unread-form'
  | 'pg.unreadable'
  | 'pg.too-long'
