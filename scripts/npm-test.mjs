// `npm test`: sets up a fresh clone, runs every test and ends with `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installed, prepare, root, runNode } from './prepare.mjs'

const report = join(root, '.cache', 'tests.json')

/**
 * A file that can't be loaded has no tests that could fail, and an unhandled error belongs to none:
 * the exit code says so, and counts as one failure.
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function totals(exitCode) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    const failed = exitCode !== 0 && numFailedTests === 0 ? 1 : numFailedTests
    return { passed: numPassedTests, failed, skipped: numPendingTests }
  } catch (error) {
    console.error(`vitest left no report: ${error instanceof Error ? error.message : error}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

prepare()
mkdirSync(dirname(report), { recursive: true })
rmSync(report, { force: true })
const vitest = [
  installed('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${report}`,
]
const { passed, failed, skipped } = totals(runNode([...vitest, ...process.argv.slice(2)]))
if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
