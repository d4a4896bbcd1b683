import type { Tokens } from '../../sql/tokens.ts'
import { endOfBlock } from './blocks.ts'

/**
 * The part of a statement in which semicolons do not end it. `none`: it has no such part. `body`: semicolons end the
 * statement from `behind` on. `lost`: there is one whose end the text does not show.
 */
export type Body =
  | { readonly found: 'none' }
  | { readonly found: 'body'; readonly from: number; readonly behind: number }
  | { readonly found: 'lost' }

const none: Body = { found: 'none' }
const lost: Body = { found: 'lost' }
const openers: ReadonlySet<string> = new Set(['begin', 'if', 'case', 'loop', 'while', 'repeat', 'for'])

/** MariaDB runs blocks that stand for themselves: https://mariadb.com/kb/en/using-compound-statements-outside-of-stored-programs/ */
export function bodyOf(tokens: Tokens, start: number): Body {
  switch (wordAt(tokens, start)) {
    case 'begin':
      return words(tokens, start + 1, 'not', 'atomic') ? block(tokens, start) : none
    case 'if':
    case 'case':
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return block(tokens, start)
    case 'create':
    case 'alter':
      return bodyOfProgram(tokens, start)
    default:
      return none
  }
}

function block(tokens: Tokens, from: number): Body {
  const behind = endOfBlock(tokens, from)
  return behind === -1 ? lost : { found: 'body', from, behind }
}

function wordAt(tokens: Tokens, at: number): string {
  return at < tokens.count && tokens.isWord(at) ? (tokens.words[at] as string) : ''
}

function signAt(tokens: Tokens, at: number): string {
  return at < tokens.count && tokens.isSign(at) ? (tokens.words[at] as string) : ''
}

function words(tokens: Tokens, at: number, ...expected: readonly string[]): boolean {
  return expected.every((word, i) => wordAt(tokens, at + i) === word)
}

/** CREATE [OR REPLACE] [DEFINER = user] [AGGREGATE] PROCEDURE | FUNCTION | TRIGGER | EVENT | PACKAGE */
function bodyOfProgram(tokens: Tokens, start: number): Body {
  const object = objectOf(tokens, start)
  const from = bodyStart(tokens, object)
  if (from === -1) return none
  if (from === tokens.count) return hasSemicolon(tokens, start) ? lost : none
  const opening = signAt(tokens, from + 1) === ':' ? from + 2 : from
  return openers.has(wordAt(tokens, opening)) ? block(tokens, opening) : { found: 'body', from, behind: from }
}

export function objectOf(tokens: Tokens, start: number): number {
  let at = words(tokens, start + 1, 'or', 'replace') ? start + 3 : start + 1
  if (wordAt(tokens, at) === 'definer') {
    at += signAt(tokens, at + 1) === '=' ? 3 : 2
    if (signAt(tokens, at) === '@') at += 2
    else if (signAt(tokens, at) === '(') at += 2
  }
  return wordAt(tokens, at) === 'aggregate' ? at + 1 : at
}

/** First token of the body; -1: there is none; the count: it can't be told. */
function bodyStart(tokens: Tokens, object: number): number {
  switch (wordAt(tokens, object)) {
    case 'procedure':
    case 'function':
      return behindCharacteristics(tokens, behindName(tokens, object + 1))
    case 'trigger':
      return behindEachRow(tokens, object + 1)
    case 'event':
      return behindDo(tokens, behindName(tokens, object + 1))
    case 'package':
      return tokens.count
    default:
      return -1
  }
}

function behindName(tokens: Tokens, from: number): number {
  let at = words(tokens, from, 'if', 'not', 'exists') ? from + 3 : words(tokens, from, 'if', 'exists') ? from + 2 : from
  while (signAt(tokens, at + 1) === '.') at += 2
  return at + 1
}

/** Words of types and characteristics, none of which begins a statement. */
const headerWords: ReadonlySet<string> = new Set(
  (
    'returns int integer tinyint smallint mediumint bigint decimal dec numeric fixed number real double float precision ' +
    'bit bool boolean serial date time datetime timestamp year char character varchar varchar2 varying nchar nvarchar ' +
    'national binary varbinary raw blob tinyblob mediumblob longblob clob text tinytext mediumtext longtext long enum ' +
    'json geometry point linestring polygon multipoint multilinestring multipolygon geometrycollection uuid inet4 inet6 ' +
    'vector unsigned signed zerofill ascii unicode byte charset collate comment language sql javascript not ' +
    'deterministic contains no reads modifies data security definer invoker'
  ).split(' '),
)

/** `(parameters) [RETURNS type] characteristics`; a loadable function has no parameters, and no body. */
function behindCharacteristics(tokens: Tokens, from: number): number {
  if (signAt(tokens, from) !== '(') return words(tokens, from, 'returns') && hasSoname(tokens, from) ? -1 : tokens.count
  let at = behindBrackets(tokens, from)
  for (; at < tokens.count; at++) {
    const word = wordAt(tokens, at)
    if (signAt(tokens, at) === '(') at = behindBrackets(tokens, at) - 1
    else if (/^(charset|collate|comment)$/.test(word) || words(tokens, at, 'character', 'set')) {
      at += word === 'character' ? 2 : 1
    } else if (word === '' ? !tokens.kind(at).endsWith('string') : !headerWords.has(word)) break
  }
  if (at >= tokens.count) return -1
  if (wordAt(tokens, at) === 'as' && tokens.kind(at + 1).endsWith('string')) return -1
  // PL/SQL begins its bodies in other ways.
  return /^(as|is|return)$/.test(wordAt(tokens, at)) && wordAt(tokens, at) !== 'return' ? tokens.count : at
}

function hasSoname(tokens: Tokens, from: number): boolean {
  for (let at = from; at < Math.min(tokens.count, from + 4); at++) if (wordAt(tokens, at) === 'soname') return true
  return false
}

function behindBrackets(tokens: Tokens, open: number): number {
  let depth = 0
  for (let at = open; at < tokens.count; at++) {
    if (signAt(tokens, at) === '(') depth++
    else if (signAt(tokens, at) === ')' && --depth === 0) return at + 1
  }
  return tokens.count
}

/** … FOR EACH ROW [FOLLOWS | PRECEDES name] */
function behindEachRow(tokens: Tokens, from: number): number {
  for (let at = from; at < tokens.count && signAt(tokens, at) !== ';'; at++) {
    if (!words(tokens, at, 'for', 'each', 'row')) continue
    const order = /^(follows|precedes)$/.test(wordAt(tokens, at + 3))
    return order ? behindName(tokens, at + 4) : at + 3
  }
  return -1
}

/** ON SCHEDULE … DO; an ALTER EVENT may have none. */
function behindDo(tokens: Tokens, from: number): number {
  for (let at = from; at < tokens.count && signAt(tokens, at) !== ';'; at++) {
    if (signAt(tokens, at) === '(') at = behindBrackets(tokens, at) - 1
    else if (wordAt(tokens, at) === 'do') return at + 1
  }
  return -1
}

function hasSemicolon(tokens: Tokens, from: number): boolean {
  for (let at = from; at < tokens.count; at++) if (signAt(tokens, at) === ';') return true
  return false
}
