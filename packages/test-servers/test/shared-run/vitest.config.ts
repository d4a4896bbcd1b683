import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const globalSetup = ['vitest-global', 'vitest-global-mysql'].map((name) =>
  fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url)),
)
const root = fileURLToPath(new URL('.', import.meta.url))

/** Two projects, as in the workspace: each runs the global setup. */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: ['one', 'two'].map((name) => ({ root, test: { name, include: [`${name}.check.ts`], globalSetup } })),
  },
})

export default config
