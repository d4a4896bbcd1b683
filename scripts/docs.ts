// Writes the reference pages below docs/ from the tables in the code. `--check` writes nothing and fails when a
// committed page is not what the tables say.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { differencesPage, mysqlDifferencesPage } from './docs/differences-page.ts'
import { errorsPage } from './docs/errors-page.ts'
import { eventsPage } from './docs/events-page.ts'
import { metricsPage } from './docs/metrics-page.ts'
import { optionsPage } from './docs/options-page.ts'
import { mysqlRulesPage, rulesPage } from './docs/rules-page.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const folder = fileURLToPath(new URL('../docs', import.meta.url))
const pages = [
  optionsPage(),
  errorsPage(),
  eventsPage(),
  metricsPage(),
  rulesPage(),
  mysqlRulesPage(),
  differencesPage(),
  mysqlDifferencesPage(),
]

const faults: string[] = []
for (const { path, text } of pages) {
  const file = join(folder, path)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (before === text) continue
  if (values.check) faults.push(`docs/${path} is not what the tables say: pnpm run docs`)
  else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`docs/${path}`)
  }
}
const known = new Set(pages.map((page) => page.path))
for (const file of existsSync(join(folder, 'reference')) ? readdirSync(join(folder, 'reference')) : [])
  if (!known.has(`reference/${file}`)) faults.push(`docs/reference/${file} is made by no table: remove it`)

for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
