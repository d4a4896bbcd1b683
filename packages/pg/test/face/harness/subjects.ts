import pg from 'pg'
import * as source from '../../../src/index.ts'
import type { DriverFace } from './driver-face.ts'

export interface Subject {
  readonly name: 'pg' | 'muxpool'
  readonly driver: DriverFace
  /** The whole module, for programs that are handed a driver as an object. */
  readonly module: Readonly<Record<string, unknown>>
}

const exported = source as unknown as Readonly<Record<string, unknown>>

export const real: Subject = {
  name: 'pg',
  driver: pg as unknown as DriverFace,
  module: pg as unknown as Subject['module'],
}

export const muxpool: Subject = {
  name: 'muxpool',
  driver: exported as unknown as DriverFace,
  module: exported,
}
