/** What a program loads by one import, bundled, minified and compressed by brotli. The driver is the program's own. */
const nodeBundle = { modifyEsbuildConfig: (config) => ({ ...config, platform: 'node' }) }

// About 15 % above what they were when the limit was set.
module.exports = [
  { name: '@muxpool/core', path: 'packages/core/dist/index.cjs', limit: '4.5 kB', ...nodeBundle },
  { name: '@muxpool/core/adapter', path: 'packages/core/dist/adapter.cjs', limit: '32 kB', ...nodeBundle },
  { name: '@muxpool/core/postgres', path: 'packages/core/dist/postgres.cjs', limit: '32 kB', ...nodeBundle },
  { name: '@muxpool/core/mysql', path: 'packages/core/dist/mysql.cjs', limit: '25 kB', ...nodeBundle },
  {
    name: '@muxpool/mysql2',
    path: 'packages/mysql2/dist/index.cjs',
    limit: '70 kB',
    ignore: ['mysql2'],
    ...nodeBundle,
  },
  { name: '@muxpool/pg', path: 'packages/pg/dist/index.cjs', limit: '68 kB', ignore: ['pg'], ...nodeBundle },
]
