import type { Plant } from './copy.ts'

export interface Fault {
  readonly gate: string
  readonly fault: string
  readonly plant: Plant
  /** What the gate has to say, so that it does not fail for another reason. */
  readonly says: RegExp
  /** Gates that must run before it in the copy. */
  readonly after?: readonly string[]
}

const file = (text: string) => (): string => text
const append = (text: string) => (before: string) => `${before}\n${text}\n`
const change = (what: string | RegExp, to: string) => (before: string) => before.replace(what, to)

const clockFault = (fault: string, line: string, folder = 'packages/core/src'): Fault => ({
  gate: 'lint',
  fault,
  plant: { [`${folder}/planted.ts`]: file(`${line}\n`) },
  says: /planted\.ts[\s\S]*(handed in|clock)/,
})

const layerFault = (fault: string, plant: Plant, says: RegExp): Fault => ({ gate: 'layers', fault, plant, says })

export const faults: readonly Fault[] = [
  {
    gate: 'types',
    fault: 'a type error in a package',
    plant: { 'packages/core/src/planted.ts': file("export const planted: number = 'text'\n") },
    says: /planted\.ts.*TS2322/,
  },
  {
    gate: 'types',
    fault: 'an export whose type is left to inference',
    plant: { 'packages/pg/src/planted.ts': file('export const planted = [1].map(String)\n') },
    says: /planted\.ts.*TS9010/,
  },
  {
    gate: 'types',
    fault: 'an index access taken for granted',
    plant: { 'gates/planted.ts': file('export const planted: string = [""][1]\n') },
    says: /planted\.ts.*TS2322/,
  },
  {
    gate: 'lint',
    fault: 'an unused variable',
    plant: { 'packages/core/src/planted.ts': file('const planted = 1\n') },
    says: /planted\.ts[\s\S]*noUnusedVariables/,
  },
  {
    gate: 'lint',
    fault: 'a file that is not formatted',
    plant: { 'packages/core/src/planted.ts': file('export   const planted: number = 1;\n') },
    says: /planted\.ts format/,
  },
  clockFault('a clock of its own in core', 'export const planted: number = Date.now()'),
  clockFault('a clock of its own in pg', 'export const planted: number = performance.now()', 'packages/pg/src'),
  clockFault('a date of now', 'export const planted: Date = new Date()'),
  clockFault('a timer of its own', 'setTimeout(() => {}, 1)'),
  clockFault('an interval of its own', 'globalThis.setInterval(() => {}, 1)'),
  clockFault('an imported timer', "export { setTimeout as planted } from 'node:timers/promises'"),
  clockFault('randomness of its own', 'export const planted: number = Math.random()'),
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
    'a tree that the tool does not read',
    { 'gates/layers.config.cjs': change('options: {', "options: { exclude: { path: 'errors' },") },
    /not read by depcruise: packages\/core\/src\/errors\.ts/,
  ),
  {
    gate: 'file-length',
    fault: 'a file of 201 lines',
    plant: { 'packages/core/src/planted.ts': file('// line\n'.repeat(201)) },
    says: /planted\.ts: 201 lines/,
  },
  {
    gate: 'stands-alone',
    fault: 'a path of a machine',
    plant: { 'packages/core/src/planted.ts': file(`// see ${'/ro'}ot/notes\n`) },
    says: /planted\.ts:1: \/root/,
  },
  {
    gate: 'stands-alone',
    fault: 'the host of a registry',
    plant: { 'planted.yaml': file(`tarball: https://registry.${'npmjs'}.org/pg\n`) },
    says: /planted\.yaml:1: registry/,
  },
  {
    gate: 'dead-code',
    fault: 'a file that nothing imports',
    plant: { 'packages/core/src/mux/planted.ts': file('export {}\n') },
    says: /src\/mux\/planted\.ts/,
  },
  {
    gate: 'dead-code',
    fault: 'an export that nobody uses',
    plant: { 'gates/gate.ts': append('export const planted = 1') },
    says: /planted +gates\/gate\.ts/,
  },
  {
    gate: 'dead-code',
    fault: 'a dependency that nobody imports',
    plant: { 'packages/pg/package.json': change('"dependencies": {', '"dependencies": { "planted": "1.0.0",') },
    says: /planted +packages\/pg\/package\.json/,
  },
  {
    gate: 'build',
    fault: 'an import that leads nowhere',
    plant: { 'packages/core/src/testing.ts': append("export * from './planted.ts'") },
    says: /planted\.ts/,
  },
  {
    gate: 'package-shape',
    fault: 'an export whose file is not packed',
    plant: { 'packages/pg/package.json': change('"./dist/index.mjs"', '"./dist/planted.mjs"') },
    after: ['build'],
    says: /planted\.mjs/,
  },
  {
    gate: 'package-shape',
    fault: 'CommonJS types for an ES module',
    plant: { 'packages/pg/package.json': change('"./dist/index.d.mts"', '"./dist/index.d.cts"') },
    after: ['build'],
    says: /attw pg/,
  },
  {
    gate: 'one-copy',
    fault: 'a second implementation for import',
    plant: {
      'packages/core/src/testing.ts': append('export const planted: object = {}'),
      'scripts/build/esm-wrappers.ts': change(
        /= implementation\.\$\{name\}/,
        '= Object.assign(Object.create(null), { planted: 1 })',
      ),
    },
    after: ['build'],
    says: /import and require give two different/,
  },
  {
    gate: 'size',
    fault: 'an entry over its limit',
    plant: { '.size-limit.cjs': change(/limit: '[^']+'/g, "limit: '10 B'") },
    after: ['build'],
    says: /exceeded/,
  },
  {
    gate: 'public-types',
    fault: 'a new public name',
    plant: { 'packages/core/src/index.ts': append('export const planted: number = 1') },
    says: /core\.index\.d\.ts:\d+: .*api:update/,
  },
]
