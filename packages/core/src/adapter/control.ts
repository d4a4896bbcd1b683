/** A statement of the pool itself: qualified names, values as parameters only. */
export interface ControlStatement {
  readonly text: string
  readonly values?: readonly unknown[]
}
export type ControlRows = readonly (readonly unknown[])[]
