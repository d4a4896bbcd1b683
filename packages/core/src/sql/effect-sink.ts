import type { Effect } from './effect.ts'

/** Gathers the effects of one statement, each once, in the order in which the text shows them. */
export class EffectSink {
  readonly effects: Effect[] = []
  readonly #known = new Set<string>()
  /** Whether the statement, by what was seen in it, writes, locks or signals. */
  writes = false

  add(effect: Effect): void {
    const key = effect.kind === 'routine' ? `${effect.schema}.${effect.name}` : JSON.stringify(effect)
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.effects.push(effect)
  }

  addAll(effects: readonly Effect[]): void {
    for (const effect of effects) this.add(effect)
  }
}
