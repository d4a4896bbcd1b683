import { append, change, type Fault, file } from './fault.ts'
import { layerFaults } from './layer-faults.ts'

const clockFault = (fault: string, line: string, folder = 'packages/core/src'): Fault => ({
  gate: 'lint',
  fault,
  plant: { [`${folder}/planted.ts`]: file(`${line}\n`) },
  says: /planted\.ts[\s\S]*(handed in|clock)/,
})

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
  ...layerFaults,
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
    says: /planted\.ts:1: \/r/,
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
    gate: 'reference-pages',
    fault: 'a page that was changed by hand',
    plant: { 'docs/reference/errors.md': append('planted') },
    says: /docs\/reference\/errors\.md is not what the tables say/,
  },
  {
    gate: 'reference-pages',
    fault: 'a page that no table makes',
    plant: { 'docs/reference/planted.md': file('planted\n') },
    says: /docs\/reference\/planted\.md is made by no table/,
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
    gate: 'consumer-types',
    fault: 'an entry point that older resolution does not find',
    plant: { 'packages/core/package.json': change('"typesVersions"', '"planted"') },
    after: ['build'],
    says: /typescript 5: [\s\S]*Cannot find module '@muxpool\/core\/adapter'/,
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
