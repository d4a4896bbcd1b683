import type { Tokens } from '../../sql/tokens.ts'

interface Block {
  readonly kind: 'begin' | 'if' | 'case' | 'loop' | 'while' | 'repeat' | 'for' | 'expression'
  /** A WHILE or FOR whose DO has not come yet. */
  heading: boolean
}

const suffixed: ReadonlySet<string> = new Set(['if', 'case', 'loop', 'while', 'repeat', 'for'])

/**
 * The token behind the block that begins at `from`, or -1 where the text does not show its end. Words open and close
 * only where a statement may begin: everywhere else they are names, functions or the parts of a CASE expression.
 */
export function endOfBlock(tokens: Tokens, from: number): number {
  const walk = new Walk(tokens)
  for (let at = from; at < tokens.count; at++) {
    at = walk.step(at)
    if (walk.done) return at + 1
  }
  return -1
}

class Walk {
  readonly #tokens: Tokens
  readonly #open: Block[] = []
  #brackets = 0
  /** The next token is the first of a statement. */
  #first = true
  #labelled = false
  #declares = false
  done = false

  constructor(tokens: Tokens) {
    this.#tokens = tokens
  }

  /** Returns the last token that it dealt with. */
  step(at: number): number {
    if (this.#tokens.isSign(at)) return this.#sign(at)
    if (this.#brackets > 0) return at
    if (!this.#tokens.isWord(at)) return this.#name(at)
    const word = this.#word(at)
    const top = this.#open[this.#open.length - 1]
    if (top?.kind === 'expression') {
      if (word === 'end') this.#open.pop()
      else if (word === 'case') this.#push('expression')
      return at
    }
    return this.#first ? this.#begin(at, word) : this.#within(at, word, top)
  }

  #word(at: number): string {
    return at < this.#tokens.count && this.#tokens.isWord(at) ? (this.#tokens.words[at] as string) : ''
  }

  #push(kind: Block['kind']): void {
    this.#open.push({ kind, heading: kind === 'while' || kind === 'for' })
  }

  #sign(at: number): number {
    const sign = this.#tokens.words[at]
    if (sign === '(') this.#brackets++
    else if (sign === ')') this.#brackets = Math.max(0, this.#brackets - 1)
    if (this.#brackets > 0) {
      this.#first = false
      return at
    }
    const label = sign === ':' && this.#labelled && this.#tokens.words[at + 1] !== '='
    this.#labelled = false
    this.#first = sign === ';' || label
    if (sign === ';') this.#declares = false
    return at
  }

  /** A name or a constant: at the beginning of a statement it may be a label. */
  #name(at: number): number {
    this.#labelled = this.#first
    this.#first = false
    return at
  }

  #begin(at: number, word: string): number {
    this.#labelled = false
    switch (word) {
      case 'begin':
        this.#push('begin')
        return this.#word(at + 1) === 'not' && this.#word(at + 2) === 'atomic' ? at + 2 : at
      case 'loop':
      case 'repeat':
        this.#push(word)
        return at
      case 'else':
        return at
      case 'if':
      case 'case':
      case 'while':
      case 'for':
        this.#push(word)
        break
      case 'end':
        this.#first = false
        return this.#close(at)
      case 'declare':
        this.#declares = true
        break
      default:
        this.#labelled = true
    }
    this.#first = false
    return at
  }

  #within(at: number, word: string, top: Block | undefined): number {
    this.#labelled = false
    if (word === 'case') this.#push('expression')
    else if (word === 'then' && (top?.kind === 'if' || top?.kind === 'case')) this.#first = true
    else if (word === 'do' && top?.heading === true) {
      top.heading = false
      this.#first = true
    } else if (word === 'end' && top?.kind === 'repeat' && this.#word(at + 1) === 'repeat') return this.#close(at)
    else if (word === 'for' && this.#declares && this.#word(at - 1) === 'handler') {
      this.#declares = false
      this.#first = true
      return this.#conditions(at + 1) - 1
    }
    return at
  }

  /** END [IF | …] [label] */
  #close(at: number): number {
    this.#open.pop()
    this.done = this.#open.length === 0
    return suffixed.has(this.#word(at + 1)) ? at + 1 : at
  }

  /** The conditions of a handler; returns the token of its statement. */
  #conditions(from: number): number {
    let at = from
    for (;;) {
      const word = this.#word(at)
      if (word === 'not') at += 2
      else if (word === 'sqlstate') at += this.#word(at + 1) === 'value' ? 3 : 2
      else at++
      if (at >= this.#tokens.count || this.#tokens.words[at] !== ',') return at
      at++
    }
  }
}
