import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Tests read the packages' source: no build is needed, and a stale one can't hide a fault.
const source = { conditions: ['muxpool-source', 'module', 'node', 'development|production'] }

const global = at('./packages/test-servers/src/vitest-global.ts')

interface Project {
  readonly name: string
  /** Starts one shared PostgreSQL of each version before the first test. */
  readonly servers: boolean
  /** Real servers, and programs that are started, take longer than a pure function. */
  readonly testTimeout: number
}

const project = ({ name, servers, testTimeout }: Project) => ({
  extends: true as const,
  root: at(`./packages/${name}`),
  test: {
    name,
    include: ['test/**/*.test.ts'],
    testTimeout,
    hookTimeout: 120_000,
    globalSetup: servers ? [global] : [],
  },
})

const config: ViteUserConfig = defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    environment: 'node',
    // The shared servers have a bounded number of connections, and deadlines are measured: few at a time, anywhere.
    maxWorkers: 2,
    projects: [
      project({ name: 'core', servers: false, testTimeout: 5_000 }),
      project({ name: 'pg', servers: true, testTimeout: 15_000 }),
      project({ name: 'test-servers', servers: false, testTimeout: 120_000 }),
      project({ name: 'mysql2', servers: false, testTimeout: 15_000 }),
      project({ name: 'e2e', servers: true, testTimeout: 120_000 }),
    ],
  },
})

export default config
