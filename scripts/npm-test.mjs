// `npm test`: sets up a fresh clone, runs every test and ends with `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installed, prepare, root, runNode } from './prepare.mjs'

const report = join(root, '.cache', 'tests.json')

/**
 * The part of vitest's JSON report that is counted.
 * @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: TestFile[] }} Report
 */

/**
 * A file that fails without a failed test of its own (it can't be loaded, or a hook failed) counts as one failure.
 * An unhandled error belongs to no file: only the exit code says so, and it counts as one too.
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function totals(exitCode) {
  try {
    /** @type {Report} */
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const files = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    )
    const failed = numFailedTests + files.length
    return { passed: numPassedTests, failed: failed || (exitCode === 0 ? 0 : 1), skipped: numPendingTests }
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
