import type { Flavour } from '../session-state.ts'

/** A text that changes what its session keeps, or (`harmless`) looks as if it did. */
export interface Spelling {
  readonly text: string
  /** Run on the connection before, one after another: only settings, which count as those of a fresh one. */
  readonly setup?: readonly string[]
  /** Leaves nothing. */
  readonly harmless?: true
  /** The server refuses it, and may have done something before. */
  readonly fails?: true
  /** Only this server knows it. */
  readonly on?: Flavour
}

export const spellings = (...texts: readonly string[]): readonly Spelling[] => texts.map((text) => ({ text }))
export const nearMisses = (...texts: readonly string[]): readonly Spelling[] =>
  texts.map((text) => ({ text, harmless: true }))
export const only = (on: Flavour, list: readonly Spelling[]): readonly Spelling[] =>
  list.map((spelling) => ({ ...spelling, on }))
