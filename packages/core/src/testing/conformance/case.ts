import type { Ticket } from '../../adapter/driver.ts'
import type { Subject } from './subject.ts'

/** Something that every driver must do. It throws when this one does not. */
export interface ConformanceCase {
  readonly name: string
  run<W extends object, T extends Ticket>(subject: Subject<W, T>): Promise<void>
}
