// `npm run demo`: sets up a fresh clone and runs the demo on a real server of its own.
import { prepare, runNode } from './prepare.mjs'

prepare()
process.exitCode = runNode(['--import', 'tsx', 'packages/e2e/src/demo/main.ts', ...process.argv.slice(2)])
