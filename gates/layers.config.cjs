/** The layers of core, lowest first. An import may go down or stay on its level, never up. */
const layers = [
  ['vocab', 'errors', 'options', 'option-table', 'nearest-name', 'observer', 'clock'],
  ['sql', 'ledger'],
  ['adapter', 'engines', 'profiles'],
  ['store', 'targets', 'sizing'],
  ['mux'],
  ['session'],
  ['mux-pool', 'create-mux-pool'],
]

const core = '^packages/core/src/'
// A layer is a folder or a file: `errors/…` or `errors.ts`, but not `error-codes.ts`.
/** @param {readonly string[]} names */
const folderOrFile = (names) => `${core}(${names.map((name) => `${name}/|${name}\\.ts$`).join('|')})`
/** The entry points share names with two layers: `adapter.ts` is an entry, `adapter/` is a layer. */
const entries = ['index', 'adapter', 'postgres', 'testing'].map((name) => `${core}${name}\\.ts$`).join('|')
const known = [...layers.flat(), 'observe', 'testing']

const upward = layers.slice(0, -1).map((names, level) => ({
  name: `${names.join(', ')} must not import a layer above`,
  severity: 'error',
  from: { path: folderOrFile(names), pathNot: entries },
  to: { path: folderOrFile(layers.slice(level + 1).flat()), pathNot: entries },
}))

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only create-mux-pool and index files import observe',
      severity: 'error',
      from: { path: core, pathNot: [`${core}observe/`, `${core}create-mux-pool\\.ts$`, entries] },
      to: { path: `${core}observe/` },
    },
    {
      name: 'nothing imports testing',
      severity: 'error',
      from: { path: '^packages/(core|pg|mysql2)/src/', pathNot: `${core}testing(/|\\.ts$)` },
      to: { path: `${core}testing(/|\\.ts$)` },
    },
    {
      name: 'nothing inside core imports an entry point',
      severity: 'error',
      from: { path: core, pathNot: entries },
      to: { path: entries },
    },
    {
      name: 'every file of core has a layer',
      severity: 'error',
      from: {},
      to: { path: core, pathNot: [entries, folderOrFile(known)] },
    },
    {
      name: 'adapters import core only by its public entry points',
      severity: 'error',
      from: { path: '^packages/(pg|mysql2)/src/' },
      to: { path: '^packages/core/', pathNot: entries },
    },
    {
      name: 'adapters import core by its name, not by a path',
      severity: 'error',
      from: { path: '^packages/(pg|mysql2)/src/' },
      to: { path: '^packages/core/', dependencyTypes: ['local'] },
    },
    {
      name: 'core knows no driver and no other package',
      severity: 'error',
      from: { path: core },
      to: {
        path: ['^packages/', 'node_modules/pg/', 'node_modules/pg-', 'node_modules/@types/pg/', 'node_modules/mysql2/'],
        pathNot: core,
      },
    },
    {
      name: 'only what package.json declares for run time is imported',
      severity: 'error',
      from: { path: '^packages/(core|pg|mysql2)/src/', pathNot: `${core}testing(/|\\.ts$)` },
      // A package of the workspace is undetermined, as it is no npm package here; knip looks whether it is declared.
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: core,
      },
    },
    {
      name: 'every import is found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'generic-pool is imported in one file',
      severity: 'error',
      module: { path: 'node_modules/generic-pool/', numberOfDependentsMoreThan: 1 },
      from: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['muxpool-source', 'types', 'import', 'require', 'node', 'default'],
    },
  },
}
