import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Tests read the packages' source: no build is needed, and a stale one can't hide a fault.
const source = { conditions: ['muxpool-source', 'module', 'node', 'development|production'] }
const servers = at('./packages/test-servers/src/vitest-global.ts')

const project = (name: string, needsServers: boolean) => ({
  extends: true as const,
  root: at(`./packages/${name}`),
  test: {
    name,
    include: ['test/**/*.test.ts'],
    globalSetup: needsServers && existsSync(servers) ? [servers] : [],
  },
})

const config: ViteUserConfig = defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    environment: 'node',
    passWithNoTests: false,
    projects: [project('core', false), project('pg', true), project('test-servers', false), project('e2e', true)],
  },
})

export default config
