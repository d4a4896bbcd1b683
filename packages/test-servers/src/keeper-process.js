// @ts-check
// The parent of all server processes of one test process. It has a session of its own, so Ctrl-C does not reach the
// servers, and it reads orders from a pipe. The kernel closes the pipe when the test process ends in whatever way,
// SIGKILL too: then the keeper stops all servers and removes their directories. It is plain JavaScript, so that it
// starts without a loader.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesIn } from './processes-in.js'

/** How long a server may take to stop by itself once the test process is gone. */
const graceMillis = 4_000

/** @typedef {{ child: import('node:child_process').ChildProcess, cwd: string, stopSignal: NodeJS.Signals }} Kept */
/** @type {Map<number, Kept>} */
const running = new Map()
/** @type {Set<string>} */
const directories = new Set()
let ending = false

/** @param {object} event */
function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}

/** @param {import('./keeper.ts').RunOrder} order */
function run(order) {
  const log = openSync(order.log, 'a')
  const child = spawn(order.command, [...order.args], {
    cwd: order.cwd,
    env: { ...order.env },
    stdio: ['ignore', log, log],
    detached: true,
    ...(order.user === null ? {} : { uid: order.user.uid, gid: order.user.gid }),
  })
  closeSync(log)
  child.once('error', (error) => tell({ id: order.id, event: 'failed', message: error.message }))
  child.once('spawn', () => {
    running.set(order.id, { child, cwd: order.cwd, stopSignal: order.stopSignal })
    tell({ id: order.id, event: 'spawned', pid: child.pid })
  })
  child.once('exit', (code, signal) => {
    running.delete(order.id)
    tell({ id: order.id, event: 'exited', code, signal })
  })
}

/** @param {import('./keeper.ts').Order} order */
function obey(order) {
  if (order.order === 'run') run(order)
  else if (order.order === 'own') {
    directories.add(order.directory)
    mkdirSync(order.directory, { recursive: true })
    // Read by the next run's sweep, for the case that the keeper itself was killed.
    writeFileSync(join(order.directory, 'keeper.pid'), `${process.pid} ${processNamespace()}`)
    tell({ id: order.id, event: 'done' })
  } else {
    directories.delete(order.directory)
    rmSync(order.directory, { recursive: true, force: true })
    tell({ id: order.id, event: 'done' })
  }
}

function processNamespace() {
  return process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : ''
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signal(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already.
  }
}

/** @param {Kept} kept */
async function end({ child, cwd, stopSignal }) {
  const pid = child.pid ?? 0
  const exited = new Promise((resolve) => child.once('exit', resolve))
  signal(pid, stopSignal)
  // A stopped process acts on no signal but SIGKILL and SIGCONT.
  for (const { pid: each } of processesIn(cwd, pid)) signal(each, 'SIGCONT')
  await Promise.race([exited, sleep(graceMillis, undefined, { ref: false })])
  for (const { pid: each } of processesIn(cwd, pid)) signal(each, 'SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await exited
}

async function endAll() {
  if (ending) return
  ending = true
  await Promise.all([...running.values()].map(end))
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  process.exit(0)
}

// The servers' user must be able to enter what is made here.
process.umask(0o022)
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.on('SIGTERM', () => void endAll())
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line)
    try {
      obey(order)
    } catch (error) {
      tell({ id: order.id, event: 'failed', message: String(error) })
    }
  })
  .on('close', () => void endAll())
