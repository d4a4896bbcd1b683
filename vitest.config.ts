import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Tests read the packages' source: no build is needed, and a stale one can't hide a fault.
const source = { conditions: ['muxpool-source', 'module', 'node', 'development|production'] }

const globalSetups = {
  postgres: at('./packages/test-servers/src/vitest-global.ts'),
  mysql: at('./packages/test-servers/src/vitest-global-mysql.ts'),
} as const

interface Project {
  readonly name: string
  /** Which shared servers are started before the first test: one PostgreSQL of each version, one MySQL and MariaDB. */
  readonly servers: readonly (keyof typeof globalSetups)[]
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
    globalSetup: servers.map((name) => globalSetups[name]),
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
      project({ name: 'core', servers: [], testTimeout: 5_000 }),
      project({ name: 'pg', servers: ['postgres'], testTimeout: 15_000 }),
      project({ name: 'mysql2', servers: ['mysql'], testTimeout: 15_000 }),
      project({ name: 'test-servers', servers: [], testTimeout: 120_000 }),
      project({ name: 'e2e', servers: ['postgres', 'mysql'], testTimeout: 120_000 }),
    ],
  },
})

export default config
