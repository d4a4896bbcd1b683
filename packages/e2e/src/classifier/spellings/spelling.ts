/** A text that changes the state of its session, or looks as if it did. */
export interface Spelling {
  readonly text: string
  /** Bound values; the text then goes by the extended protocol. */
  readonly values?: readonly unknown[]
  /** Run before it, on the same connection, and not under test. */
  readonly setup?: string
  /** First server version that takes it. */
  readonly since?: number
  /** The server refuses it, after it may have had its effect. */
  readonly fails?: true
  /** Changes nothing that lasts: a near miss. */
  readonly harmless?: true
}

export const spellings = (...texts: readonly string[]): readonly Spelling[] => texts.map((text) => ({ text }))

export const nearMisses = (...texts: readonly string[]): readonly Spelling[] =>
  texts.map((text) => ({ text, harmless: true as const }))
