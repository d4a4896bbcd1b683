/** What a program loads by one import, bundled, minified and compressed by brotli. The driver is the program's own. */
const nodeBundle = { modifyEsbuildConfig: (config) => ({ ...config, platform: 'node' }) }

module.exports = [
  { name: '@muxpool/core', path: 'packages/core/dist/index.cjs', limit: '30 kB', ...nodeBundle },
  { name: '@muxpool/pg', path: 'packages/pg/dist/index.cjs', limit: '40 kB', ignore: ['pg'], ...nodeBundle },
]
