/**
 * How a quoted string is read. `plain`: only the doubled quote is special. `backslash`: backslashes escape.
 * `session`: one of these two, as a setting of the session says. `unicode`: as `plain`, with code points by number.
 * `bits`: ends at the first quote.
 */
export type StringMode = 'plain' | 'backslash' | 'session' | 'unicode' | 'bits'

/** The lexical rules of one engine, as data. */
export interface Lexis {
  readonly nestedComments: boolean
  /** Text between two equal `$tag$` is a string. */
  readonly dollarQuotes: boolean
  readonly nameQuote: '"' | '`'
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
