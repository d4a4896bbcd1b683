/** Something that a program can see muxpool's face do otherwise than mysql2's own classes. */
export interface Deviation {
  readonly id: string
  /** The members or events it shows at, as `pool.getConnection`, `connection.threadId`, `pool:enqueue`. */
  readonly member: string
  /** What mysql2 does. */
  readonly mysql2: string
  /** What muxpool does. */
  readonly muxpool: string
  readonly why: string
}
