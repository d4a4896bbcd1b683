import type { Engine, RoutineCleanup } from '../adapter/engine.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Classification } from '../sql/classification.ts'
import type { DiscardExtent, Effect, EffectKind } from '../sql/effect.ts'

/** What cleans a connection after a cause: nothing is stronger than `close`. */
export type Cleanup = 'none' | 'reset' | 'close'

export interface PinCause {
  readonly reason: EffectKind | 'first-statement' | 'explicit'
  readonly rule: string
  readonly cleanup: Cleanup
}

/** Everything that the session's machine must know of a text, worked out once for each text. */
export interface Verdict {
  readonly causes: readonly PinCause[]
  readonly begins: boolean
  readonly rollsBack: boolean
  /** Asks what the session did last on its connection. */
  readonly looksBack: boolean
  /** May move a sequence, whether the text shows it or not. */
  readonly mayAdvance: boolean
  /** Moves a sequence by its own words (nextval, setval). */
  readonly movesExplicitly: boolean
  /** The connection's statement names must be the session's own; `forget`: and nobody else's may be seen. */
  readonly claims: 'nothing' | 'own' | 'forget'
  readonly discards: readonly DiscardExtent[]
  /** Calls routines, and was made before the server's catalogue was read: ask again before the statement runs. */
  readonly provisional: boolean
}

/** Kinds whose meaning hangs on names that sessions share a connection for. */
const claimOf: { readonly [kind in EffectKind]?: 'own' | 'forget' } = {
  setting: 'own',
  'sql-prepare': 'forget',
  'sql-execute': 'forget',
  'sql-deallocate': 'forget',
  inspect: 'forget',
  opaque: 'own',
  unknown: 'forget',
}

const advancing: ReadonlySet<EffectKind> = new Set(['sequence-advance', 'routine', 'opaque', 'unknown', 'sql-execute'])

export const unreadable: PinCause = { reason: 'unknown', rule: 'unreadable', cleanup: 'close' }

/** Turns what the classifier saw into what a profile does about it. */
export class Judge {
  readonly #engine: Engine
  readonly #profile: Profile
  readonly #verdicts = new WeakMap<Classification, Verdict>()
  #unreadable: Verdict | null = null
  #routines: ReadonlyMap<string, RoutineCleanup> | null = null

  constructor(engine: Engine, profile: Profile) {
    this.#engine = engine
    this.#profile = profile
  }

  /** Routines that users defined on the server; verdicts that rest on older knowledge are forgotten. */
  learnRoutines(routines: ReadonlyMap<string, RoutineCleanup>): void {
    this.#routines = routines
    this.#stale += 1
  }
  #stale = 0
  readonly #madeAt = new WeakMap<Verdict, number>()

  /** @param text anything but a text can't be read, and pins. */
  judge(text: string | null | undefined): Verdict {
    if (typeof text !== 'string') return (this.#unreadable ??= this.#weigh([], 'other', [unreadable]))
    const classification = this.#engine.classify(text)
    const known = this.#verdicts.get(classification)
    if (known !== undefined && (this.#madeAt.get(known) ?? this.#stale) === this.#stale) return known
    const verdict = this.#read(classification)
    this.#verdicts.set(classification, verdict)
    return verdict
  }

  #read(classification: Classification): Verdict {
    const effects = classification.statements.flatMap((statement) => statement.effects)
    const verb = classification.statements.some((statement) => statement.verb !== 'read' && statement.verb !== 'transaction') ? 'write' : 'read'
    const verdict = this.#weigh(effects, verb, classification.unknown ? [{ ...unreadable, rule: 'unknown' }] : [])
    if (effects.some((effect) => effect.kind === 'routine')) this.#madeAt.set(verdict, this.#stale)
    return verdict
  }

  #weigh(effects: readonly Effect[], verb: 'read' | 'write' | 'other', given: readonly PinCause[]): Verdict {
    const causes = [...given]
    let claims: Verdict['claims'] = given.length > 0 ? 'forget' : 'nothing'
    let mayAdvance = verb !== 'read'
    for (const effect of effects) {
      const cleanup = this.#cleanupOf(effect)
      if (cleanup !== 'none') causes.push({ reason: effect.kind, rule: effect.rule, cleanup })
      const claim = claimOf[effect.kind]
      if (claim === 'forget' || (claim === 'own' && claims === 'nothing')) claims = claim
      mayAdvance ||= advancing.has(effect.kind)
    }
    if (this.#profile.pinsAtFirstStatement && causes.length === 0)
      causes.push({ reason: 'first-statement', rule: 'profile.session', cleanup: 'reset' })
    const kinds = new Set(effects.map((effect) => effect.kind))
    return {
      causes,
      claims,
      mayAdvance,
      movesExplicitly: kinds.has('sequence-advance'),
      begins: kinds.has('begin'),
      rollsBack: effects.some((effect) => effect.kind === 'end' && effect.rule.includes('rollback')),
      looksBack: kinds.has('sequence-look-back'),
      discards: effects.flatMap((effect) => (effect.kind === 'discard' && effect.extent !== undefined ? [effect.extent] : [])),
      provisional: this.#routines === null && kinds.has('routine'),
    }
  }

  #cleanupOf(effect: Effect): Cleanup {
    const action = this.#profile.actions[effect.kind]
    switch (action) {
      case 'ignore':
        return 'none'
      case 'pin-reset':
        // From here on the session's texts are read by other rules than the classifier's: nothing read is certain.
        return effect.name === 'standard_conforming_strings' ? 'close' : 'reset'
      case 'pin-close':
        return 'close'
      case 'look-up':
        // Not yet known: the catalogue comes with the first connection, before any statement runs.
        if (this.#routines === null) return 'close'
        return effect.name === undefined ? 'close' : (this.#routines.get(effect.name) ?? 'none')
    }
  }
}
