// @ts-check
// Plain JavaScript: keeper-process.js runs it without a loader.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { sep } from 'node:path'

/**
 * Processes of one server. On Linux these are the processes that work in its data directory, so a process id that was
 * used again can't be hit; and, if the first of them is among these, its children: one that is ending has left the
 * directory before it is gone. Elsewhere: the first one and its children.
 * @param {string} directory
 * @param {number} first
 * @returns {import('./processes-in.js').FoundProcess[]}
 */
export function processesIn(directory, first) {
  return process.platform === 'linux' ? fromProc(directory, first) : fromPs(first)
}

/** @param {string} directory @param {number} first */
function fromProc(directory, first) {
  const within = []
  const children = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const status = Number.isInteger(pid) ? statusOf(pid) : null
    if (status === null || isDead(status.state)) continue
    if (worksIn(directory, pid)) within.push(describe(pid))
    else if (status.parent === first) children.push(describe(pid))
  }
  return within.some(({ pid }) => pid === first) ? [...within, ...children] : within
}

/** @param {number} pid */
function describe(pid) {
  return { pid, stopped: threadStates(pid).every((state) => state === 'T' || isDead(state)), title: titleOf(pid) }
}

/** @param {string} directory @param {number} pid */
function worksIn(directory, pid) {
  try {
    const at = readlinkSync(`/proc/${pid}/cwd`)
    return at === directory || at.startsWith(directory + sep)
  } catch {
    // Gone meanwhile, or another user's process.
    return false
  }
}

/** @param {number} pid */
function titleOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** @param {number} first */
function fromPs(first) {
  const found = []
  for (const line of execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,command='], { encoding: 'latin1' }).split('\n')) {
    const [, pid, parent, state, title] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (state === undefined || isDead(state[0] ?? '')) continue
    if (Number(pid) === first || Number(parent) === first) {
      found.push({ pid: Number(pid), stopped: state.startsWith('T'), title: title ?? '' })
    }
  }
  return found
}

/**
 * Whether a process still exists.
 * @param {number} pid
 */
export function lives(pid) {
  // The first thread may be dead while others are still on their way out, and hold files and sockets.
  if (process.platform === 'linux') return threadStates(pid).some((state) => !isDead(state))
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A zombie only waits for its parent to take note. @param {string} state */
function isDead(state) {
  return state === 'Z' || state === 'X'
}

/** @param {number} pid */
function threadStates(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map((name) => statusOf(`${pid}/task/${name}`)?.state ?? 'X')
  } catch {
    return []
  }
}

/**
 * See proc_pid_stat(5); null for no process or thread.
 * @param {number | string} id
 */
function statusOf(id) {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1')
    // The name in parentheses may hold anything: the fields start after the last one.
    const [state = 'X', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return null
  }
}
