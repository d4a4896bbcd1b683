/** What a text means hangs on the server, its version and the session's sql_mode. */
export interface Dialect {
  readonly family: 'mysql' | 'mariadb'
  /** As in executable comments: 90704 is 9.7.4. */
  readonly version: number
  /** Backslashes escape in strings; not under NO_BACKSLASH_ESCAPES. */
  readonly backslashes: boolean
  /** Double quotes are those of names. */
  readonly ansiQuotes: boolean
  /** `$$…$$` is a string; else a dollar sign is a letter. */
  readonly dollarQuotes: boolean
}

/** Where the families read a text differently. */
export interface FamilyRules {
  /** `/*M!` */
  readonly markedComments: boolean
  /** Versions in executable comments that the server takes for those of the other family. */
  readonly foreignVersions: readonly [from: number, to: number] | null
  /** A version of six digits counts only in front of white space; else it has five. */
  readonly sixDigitsNeedSpace: boolean
  /** The first version that knows `$$`; null: none does. */
  readonly dollarQuotesSince: number | null
  /** The oldest version that is read right: what is for older ones always runs. */
  readonly oldest: number
}

export const familyRules: { readonly [family in Dialect['family']]: FamilyRules } = {
  // https://dev.mysql.com/doc/refman/en/comments.html
  mysql: {
    markedComments: false,
    foreignVersions: null,
    sixDigitsNeedSpace: true,
    dollarQuotesSince: 80_032,
    oldest: 50_700,
  },
  // https://mariadb.com/kb/en/comment-syntax/
  mariadb: {
    markedComments: true,
    foreignVersions: [50_700, 99_999],
    sixDigitsNeedSpace: false,
    dollarQuotesSince: null,
    oldest: 100_200,
  },
}
