import type { Engine, RoutineFacts } from '../adapter/engine.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Classification } from '../sql/classification.ts'
import type { Effect } from '../sql/effect.ts'
import { type Catalogue, type Reading, reachedCauses } from './catalogue.ts'
import { type DiagnosticsUse, diagnosticsOf, noDiagnostics } from './diagnostics.ts'
import { withoutReading } from './unread.ts'
import {
  type Cleanup,
  claimOfKind,
  hidingKinds,
  isAboutTransaction,
  mayDefineUnseen,
  type PinCause,
  unreadable,
  type Verdict,
} from './verdict.ts'

/** For how long the catalogue is believed while nobody of this pool has changed it. */
const catalogueMillis = 60_000

/** Turns what the classifier saw into what a profile does about it. */
export class Judge {
  readonly #engine: Engine
  readonly #profile: Profile
  readonly #verdicts = new WeakMap<Classification, Verdict>()
  #unreadable: Verdict | null = null
  #catalogue: Catalogue | null = null
  #stamp: string | null = null
  /** Counts changes of what is known; verdicts on routines rest on one of them. */
  #epoch = 0
  /** Counts statements that may have defined routines. */
  #definitions = 0
  #known: { readonly definitions: number; readonly at: number } = { definitions: -1, at: Number.NEGATIVE_INFINITY }
  #refreshing = false

  constructor(engine: Engine, profile: Profile) {
    this.#engine = engine
    this.#profile = profile
  }

  /** A statement that may define routines has taken effect: what is known of them is no longer true. */
  routinesMayHaveChanged(): void {
    this.#definitions += 1
  }

  /** Null: what is known is good. When it is only old, one statement reads, and the others go by what is known. */
  beginReading(now: number): Reading | null {
    if (this.#known.definitions === this.#definitions) {
      if (this.#refreshing || now - this.#known.at < catalogueMillis) return null
      this.#refreshing = true
    }
    return this.#definitions
  }

  /** What a verdict rests on is still known, and nobody has to read the catalogue first. */
  stands(verdict: Verdict, now: number): boolean {
    if (verdict.epoch !== this.#epoch || this.#known.definitions !== this.#definitions) return false
    return this.#refreshing || now - this.#known.at < catalogueMillis
  }

  endReading(): void {
    this.#refreshing = false
  }

  /** Nothing has changed since the last reading, says its stamp. */
  confirms(stamp: string, reading: Reading, now: number): boolean {
    if (this.#stamp !== stamp) return false
    this.#refreshing = false
    if (reading >= this.#known.definitions) this.#known = { definitions: reading, at: now }
    return true
  }

  /** Some routine keeps state, so that what runs it matters too. */
  get knowsState(): boolean {
    return this.#catalogue?.keepsState ?? false
  }

  learnRoutines(catalogue: Catalogue, stamp: string, reading: Reading, now: number): void {
    this.#refreshing = false
    if (reading < this.#known.definitions) return
    this.#catalogue = catalogue
    this.#stamp = stamp
    this.#known = { definitions: reading, at: now }
    this.#epoch += 1
  }

  /**
   * The verdict on a text that was judged a moment ago: the catalogue may have been read since.
   * @param reads false: the session can't read it, and something may have been defined.
   */
  judgeAgain(text: string | null | undefined, verdict: Verdict, reads: boolean): Verdict {
    const now = verdict.epoch === this.#epoch ? verdict : this.judge(text)
    if (reads || this.#known.definitions === this.#definitions) return now
    return withoutReading(now, text, this.#engine.forgetDiagnostics !== undefined)
  }

  /** @param text anything but a text can't be read, and pins. */
  judge(text: string | null | undefined): Verdict {
    this.#unreadable ??= this.#weigh([], 'write', [unreadable])
    if (typeof text !== 'string') return this.#unreadable
    const classification = this.#engine.classify(text)
    const known = this.#verdicts.get(classification)
    if (known !== undefined && known.epoch === this.#epoch) return known
    const effects = classification.statements.flatMap((statement) => statement.effects)
    const verbs = classification.statements.map((statement) => statement.verb)
    const writes = verbs.some((one) => one === 'write' || one === 'other')
    const verb = verbs.includes('ddl') ? 'ddl' : writes ? 'write' : 'read'
    const verdict = this.#weigh(
      effects,
      verb,
      [],
      this.#catalogue === null ? [] : reachedCauses(this.#engine, this.#catalogue, text),
      classification.statements.every(isAboutTransaction),
      diagnosticsOf(classification.statements),
    )
    this.#verdicts.set(classification, verdict)
    return verdict
  }

  #weigh(
    effects: readonly Effect[],
    verb: 'read' | 'write' | 'ddl',
    given: readonly PinCause[],
    reached: readonly PinCause[] = [],
    runsNothing = false,
    diagnostics: DiagnosticsUse = noDiagnostics,
  ): Verdict {
    const causes = [...given, ...reached]
    // A routine that keeps state may set whatever statements are parsed under, and show those that there are.
    let claims: Verdict['claims'] = causes.length > 0 ? 'forget' : 'nothing'
    for (const effect of effects) {
      const cleanup = this.#cleanupOf(effect)
      if (cleanup !== 'none') causes.push({ reason: effect.kind, rule: effect.rule, cleanup })
      const claim = effect.kind === 'routine' && cleanup !== 'none' ? 'forget' : claimOfKind[effect.kind]
      if (claim === 'forget' || (claim === 'own' && claims === 'nothing')) claims = claim
    }
    if (this.#profile.pinsAtFirstStatement && causes.length === 0)
      causes.push({ reason: 'first-statement', rule: 'profile.session', cleanup: 'reset' })
    const kinds = new Set(effects.map((effect) => effect.kind))
    const called = effects.flatMap((effect) => (effect.kind === 'routine' ? [this.#factsOf(effect)] : []))
    const hides = given.length > 0 || reached.length > 0 || effects.some((effect) => hidingKinds.has(effect.kind))
    const asksWithin = called.some((facts) => facts?.asks) || (hides && this.#engine.forgetDiagnostics !== undefined)
    const unwarned = this.#engine.lookBackProof?.rule
    return {
      epoch: this.#epoch,
      causes,
      claims,
      begins: kinds.has('begin'),
      rollsBack: effects.some((effect) => effect.kind === 'end' && effect.rule.includes('rollback')),
      // What is prepared looks back when it is executed, and counts as hidden.
      looksBack:
        (kinds.has('sequence-look-back') && !kinds.has('sql-prepare')) || called.some((facts) => facts?.looksBack),
      looksBackUnwarned:
        unwarned !== undefined &&
        (effects.some(({ rule }) => rule === unwarned) || called.some((facts) => facts?.looksBack)),
      // What is hidden may look back, too: whatever strangers moved is forgotten before.
      movesExplicitly: hides || kinds.has('sequence-advance') || called.some((facts) => facts?.moves),
      runsNothing,
      diagnostics: asksWithin ? { ...diagnostics, asksWithin } : diagnostics,
      mayAdvance:
        hides ||
        (verb !== 'read' && !runsNothing) ||
        kinds.has('sequence-advance') ||
        called.some((facts) => facts !== null),
      mayDefine: verb === 'ddl' || given.length > 0 || causes.some(mayDefineUnseen),
      callsRoutines: kinds.has('routine'),
      discards: effects.flatMap((effect) =>
        effect.kind === 'discard' && effect.extent !== undefined ? [effect.extent] : [],
      ),
    }
  }

  #cleanupOf(effect: Effect): Cleanup {
    // Gone with the transaction, for which the lease is held anyway.
    if (effect.until === 'transaction') return 'none'
    switch (this.#profile.actions[effect.kind]) {
      case 'ignore':
        return 'none'
      case 'pin-reset':
        // From here on the session's texts are read by other rules than the classifier's: nothing read is certain.
        return effect.name === 'standard_conforming_strings' ? 'close' : 'reset'
      case 'pin-close':
        return 'close'
      case 'look-up':
        return this.#factsOf(effect)?.cleanup ?? 'none'
    }
  }

  /** Null: no user has defined such a routine, so it is the server's own, or none. */
  #factsOf(effect: Effect): RoutineFacts | null {
    // The catalogue comes with the first connection, before any statement runs.
    if (this.#catalogue === null || effect.name === undefined) return unknownRoutine
    return this.#catalogue.routines.get(effect.name) ?? null
  }
}

const unknownRoutine: RoutineFacts = { cleanup: 'close', looksBack: true, moves: true, asks: true }
