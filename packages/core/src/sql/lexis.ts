import type { ExecutableComments } from './executable-comments.ts'

/**
 * How a quoted string is read. `plain`: only the doubled quote is special. `backslash`: backslashes escape.
 * `slash`: they do, but name no characters by number. `session`: `plain` or `backslash`, as a setting of the session
 * says. `unicode`: as `plain`, with code points by number. `bits`: ends at the first quote.
 */
export type StringMode = 'plain' | 'backslash' | 'slash' | 'session' | 'unicode' | 'bits'

/** The lexical rules of one engine, as data. */
export interface Lexis {
  readonly nestedComments: boolean
  /** Comments whose inside may be run; null: there are none. */
  readonly executableComments: ExecutableComments | null
  /**
   * `dashes`: two dashes begin one, and either kind of line break ends it. `spaced-dashes`: two dashes with white space
   * or a control character behind them, or `#`; only a line feed ends it.
   */
  readonly lineComments: 'dashes' | 'spaced-dashes'
  /** Text between two equal `$tag$` is a string. */
  readonly dollarQuotes: boolean
  readonly nameQuotes: readonly ('"' | '`')[]
  /** Strings may stand between double quotes. */
  readonly doubleQuotedStrings: boolean
  /** A word may begin with a digit or a dollar sign. */
  readonly digitsBeginWords: boolean
  /** U+00A0 is white space in some character sets and a letter in others, so that nobody can read it. */
  readonly readsNoBreakSpace: boolean
  /** What a letter directly before a quote means; in lower case. No other letter may stand there. */
  readonly stringPrefixes: ReadonlyMap<string, StringMode>
  readonly plainStrings: StringMode
  /** `U&` before a quote of either kind. */
  readonly unicodePrefix: boolean
  /** Strings go on behind white space that holds a line break. */
  readonly continuedStrings: boolean
  /** Names are cut to this many bytes of UTF-8. */
  readonly maxNameBytes: number
}
