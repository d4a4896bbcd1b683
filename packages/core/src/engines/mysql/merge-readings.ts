import type { ClassifiedStatement, StatementVerb } from '../../sql/classification.ts'
import { EffectSink } from '../../sql/effect-sink.ts'
import type { LexicalFault } from '../../sql/tokens.ts'

/** A text as one dialect reads it. */
export interface ReadText {
  readonly statements: readonly ClassifiedStatement[]
  readonly fault: LexicalFault | null
  /** Number of the first statement that the server refuses: it and those behind it do not run. */
  readonly refused: () => number
}

/** Faults that only say that nobody can tell: a server may well run the text. */
const doubtful: ReadonlySet<LexicalFault['what']> = new Set(['doubtful-comment', 'no-break-space', 'nul-character'])

/**
 * The statements of the first reading that has no fault, with the effects of all readings: those of another reading go
 * to the statement in whose place they stand. Null: no reading can be trusted.
 */
export function mergeReadings(readings: readonly (() => ReadText)[]): readonly ClassifiedStatement[] | null {
  const all = readings.map((read) => read())
  if (all.some(({ fault }) => fault !== null && doubtful.has(fault.what))) return null
  const likeliest = all.find(({ fault }) => fault === null)
  if (likeliest === undefined) return null
  if (all.length === 1) return likeliest.statements
  const others = all.filter((one) => one !== likeliest)
  const merged = likeliest.statements.map((statement) => new Merged(statement))
  for (const { statements, refused } of others) {
    const running = statements.slice(0, refused())
    for (const statement of running) {
      const place = merged.findLast((one) => one.start <= statement.start) ?? merged[0]
      if (place !== undefined) place.take(statement)
      else merged.push(new Merged(statement))
    }
  }
  return merged.map((one) => one.statement)
}

const strength: readonly StatementVerb[] = ['transaction', 'read', 'other', 'write', 'ddl']

class Merged {
  readonly #statement: ClassifiedStatement
  readonly #sink = new EffectSink()
  #verb: StatementVerb
  /** No other reading was added. */
  #alone = true

  constructor(statement: ClassifiedStatement) {
    this.#statement = statement
    this.#verb = statement.verb
    this.#sink.addAll(statement.effects)
  }

  get start(): number {
    return this.#statement.start
  }

  get statement(): ClassifiedStatement {
    const { leaves, ...statement } = this.#statement
    const certain = this.#alone && leaves !== undefined ? { leaves } : {}
    return { ...statement, ...certain, verb: this.#verb, effects: this.#sink.effects }
  }

  take({ effects, verb }: ClassifiedStatement): void {
    this.#alone = false
    this.#sink.addAll(effects)
    if (strength.indexOf(verb) > strength.indexOf(this.#verb)) this.#verb = verb
  }
}
