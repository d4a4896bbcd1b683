import type { Mysql2Module } from '../driver-members.ts'
import { makeSessionClass } from './session-connection.ts'
import type { SessionConnectionConstructor } from './session-parts.ts'

const classes = new WeakMap<Mysql2Module, SessionConnectionConstructor>()

/** One class for each copy of the driver, so that `instanceof` holds for that copy. */
export function sessionClassOf(mysql2: Mysql2Module): SessionConnectionConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makeSessionClass(mysql2.PoolConnection)
    classes.set(mysql2, known)
  }
  return known
}
