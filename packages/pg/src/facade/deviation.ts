/** Something that a program can see muxpool's face do otherwise than pg's own classes. */
export interface Deviation {
  readonly id: string
  /** The members or events it shows at, as `pool.connect`, `client.processID`, `pool:error`. */
  readonly member: string
  /** What pg does. */
  readonly pg: string
  /** What muxpool does. */
  readonly muxpool: string
  readonly why: string
}
