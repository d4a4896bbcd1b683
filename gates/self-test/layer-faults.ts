import type { Plant } from './copy.ts'
import { append, change, type Fault, file } from './fault.ts'

const layerFault = (fault: string, plant: Plant, says: RegExp): Fault => ({ gate: 'layers', fault, plant, says })

export const layerFaults: readonly Fault[] = [
  layerFault(
    'an import that goes up',
    {
      'packages/core/src/sql/planted.ts': file("import '../mux/planted.ts'\n"),
      'packages/core/src/mux/planted.ts': file('export {}\n'),
    },
    /must not import a layer above: packages\/core\/src\/sql\/planted\.ts -> packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'a type-only import that goes up',
    {
      'packages/core/src/sql/planted.ts': file("export type { Planted } from '../mux/planted.ts'\n"),
      'packages/core/src/mux/planted.ts': file('export type Planted = 1\n'),
    },
    /must not import a layer above: packages\/core\/src\/sql\/planted\.ts -> packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'a cycle of types',
    {
      'packages/core/src/mux/planted.ts': file("export type { One } from './planted-too.ts'\nexport type Two = 2\n"),
      'packages/core/src/mux/planted-too.ts': file("export type { Two } from './planted.ts'\nexport type One = 1\n"),
    },
    /no cycles: packages\/core\/src\/mux\/planted/,
  ),
  layerFault(
    'a part that imports observe',
    {
      'packages/core/src/mux/planted.ts': file("import '../observe/planted.ts'\n"),
      'packages/core/src/observe/planted.ts': file('export {}\n'),
    },
    /import observe: packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'a part that imports the test kit',
    {
      'packages/core/src/mux/planted.ts': file("import '../testing/planted.ts'\n"),
      'packages/core/src/testing/planted.ts': file('export {}\n'),
    },
    /nothing imports testing: packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'a part that imports an entry point',
    { 'packages/core/src/mux/planted.ts': file("import '../index.ts'\n") },
    /imports an entry point: packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'a file that belongs to no layer',
    {
      'packages/core/src/create-mux-pool.ts': append("import './planted/planted.ts'"),
      'packages/core/src/planted/planted.ts': file('export {}\n'),
    },
    /has a layer: packages\/core\/src\/create-mux-pool\.ts -> packages\/core\/src\/planted\/planted\.ts/,
  ),
  layerFault(
    'pg reaching into core',
    {
      'packages/pg/src/planted.ts': file("import '../../core/src/mux/planted.ts'\n"),
      'packages/core/src/mux/planted.ts': file('export {}\n'),
    },
    /public entry points: packages\/pg\/src\/planted\.ts/,
  ),
  layerFault(
    'pg taking an entry of core by its path',
    { 'packages/pg/src/planted.ts': file("import '../../core/src/index.ts'\n") },
    /by its name, not by a path: packages\/pg\/src\/planted\.ts/,
  ),
  layerFault(
    'core that knows a driver',
    { 'packages/core/src/mux/planted.ts': file("export type { Pool } from 'pg'\n") },
    /packages\/core\/src\/mux\/planted\.ts -> pg/,
  ),
  layerFault(
    'an import of a development tool',
    { 'packages/core/src/mux/planted.ts': file("import 'fast-check'\n") },
    /declares for run time is imported: packages\/core\/src\/mux\/planted\.ts/,
  ),
  layerFault(
    'generic-pool in two files',
    {
      'packages/core/src/store/planted.ts': file("import 'generic-pool'\n"),
      'packages/core/src/store/planted-too.ts': file("import 'generic-pool'\n"),
    },
    /generic-pool is imported in one file/,
  ),
  layerFault(
    'a file that the tool does not read',
    {
      'packages/core/src/mux/planted.ts': file('export {}\n'),
      'gates/layers.config.cjs': change('options: {', "options: { exclude: { path: 'planted' },"),
    },
    /not read by depcruise: packages\/core\/src\/mux\/planted\.ts/,
  ),
]
