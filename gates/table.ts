import { build } from './build.ts'
import { consumerTypes } from './consumer-types.ts'
import { fileLength } from './file-length.ts'
import { commandGate, type Gate } from './gate.ts'
import { layers } from './layers.ts'
import { oneCopy } from './one-copy.ts'
import { packageShape } from './package-shape.ts'
import { publicTypesUnchanged } from './public-types.ts'
import { standsAlone } from './stands-alone.ts'
import { types } from './types.ts'

/** Every gate, the quick ones first. `build` stands before those that look at what it makes. */
export const gates: readonly Gate[] = [
  types,
  commandGate('lint', 'biome finds nothing to lint or to format', 'biome', [
    'ci',
    '--colors=off',
    '--max-diagnostics=none',
    '--error-on-warnings',
    '--no-errors-on-unmatched',
    '.',
  ]),
  layers,
  fileLength,
  standsAlone,
  commandGate('dead-code', 'knip finds no unused file, export or dependency', 'knip', ['--no-progress']),
  commandGate('reference-pages', 'docs/reference is what the tables in the code say', 'tsx', [
    'scripts/docs.ts',
    '--check',
  ]),
  build,
  packageShape,
  oneCopy,
  consumerTypes,
  commandGate('size', 'what a program loads stays below its limits', 'size-limit', []),
  publicTypesUnchanged,
]
