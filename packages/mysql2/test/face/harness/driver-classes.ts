import mysql2 from 'mysql2'
import promise from 'mysql2/promise'

/** Any class: for `instanceof`. */
export type Class = new (...args: never[]) => object

/** Classes that mysql2 exports and that its types leave out. */
export const driverClasses: { readonly [name in 'Pool' | 'PoolCluster' | 'PoolConnection' | 'Connection']: Class } =
  mysql2 as never
export const promiseClasses: { readonly [name in 'PromisePool' | 'PromisePoolConnection']: Class } = promise as never
