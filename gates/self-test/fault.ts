import type { Change, Plant } from './copy.ts'

export interface Fault {
  readonly gate: string
  readonly fault: string
  readonly plant: Plant
  /** What the gate has to say, so that it does not fail for another reason. */
  readonly says: RegExp
  /** Gates that must run before it in the copy. */
  readonly after?: readonly string[]
}

/** The whole text of a planted file. */
export const file =
  (text: string): Change =>
  () =>
    text
export const append =
  (text: string): Change =>
  (before) =>
    `${before}\n${text}\n`
export const change =
  (what: string | RegExp, to: string): Change =>
  (before) =>
    before.replace(what, to)
