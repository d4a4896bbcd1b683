import mysql2 from 'mysql2'
import promise from 'mysql2/promise'
import * as source from '../../../src/index.ts'
import * as sourcePromise from '../../../src/promise.ts'
import type { DriverFace, PromiseFace } from './driver-face.ts'

type Exported = Readonly<Record<string, unknown>>

export interface Subject {
  readonly name: 'mysql2' | 'muxpool'
  readonly driver: DriverFace
  readonly promises: PromiseFace
  /** The whole modules, for programs that are handed a driver as an object. */
  readonly module: Exported
  readonly promiseModule: Exported
}

export const real: Subject = {
  name: 'mysql2',
  driver: mysql2 as unknown as DriverFace,
  promises: promise as unknown as PromiseFace,
  module: mysql2 as unknown as Exported,
  promiseModule: promise as unknown as Exported,
}

export const muxpool: Subject = {
  name: 'muxpool',
  driver: source as unknown as DriverFace,
  promises: sourcePromise as unknown as PromiseFace,
  module: source as unknown as Exported,
  promiseModule: sourcePromise as unknown as Exported,
}
