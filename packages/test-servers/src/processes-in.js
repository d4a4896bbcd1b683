// @ts-check
// Plain JavaScript: keeper-process.js runs it without a loader.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { sep } from 'node:path'

/**
 * Processes of one server. On Linux these are the processes that work in its data directory: no process id is
 * guessed from a parent or remembered, so a reused id can never be hit. Elsewhere: the postmaster and its children.
 * @param {string} directory
 * @param {number} postmaster
 * @returns {import('./processes-in.js').FoundProcess[]}
 */
export function processesIn(directory, postmaster) {
  return process.platform === 'linux' ? byWorkingDirectory(directory) : byParent(postmaster)
}

/** @param {string} directory */
function byWorkingDirectory(directory) {
  const found = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    try {
      const at = readlinkSync(`/proc/${name}/cwd`)
      if (at !== directory && !at.startsWith(directory + sep)) continue
      const state = stateOf(pid)
      if (state === null || state === 'Z') continue
      const title = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()
      found.push({ pid, stopped: state === 'T', title })
    } catch {
      // Gone meanwhile, or another user's process.
    }
  }
  return found
}

/** @param {number} postmaster */
function byParent(postmaster) {
  const found = []
  for (const line of execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,command='], { encoding: 'latin1' }).split('\n')) {
    const [, pid, parent, state, title] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (state === undefined || state.startsWith('Z')) continue
    if (Number(pid) === postmaster || Number(parent) === postmaster) {
      found.push({ pid: Number(pid), stopped: state.startsWith('T'), title: title ?? '' })
    }
  }
  return found
}

/**
 * Whether a process still exists. One that is ending has left its directory before it is gone.
 * @param {number} pid
 */
export function lives(pid) {
  if (process.platform === 'linux') return ![null, 'Z', 'X'].includes(stateOf(pid))
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * State letter, see proc_pid_stat(5); null for no process.
 * @param {number} pid
 */
function stateOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold anything: the fields start after the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[0] ?? null
  } catch {
    return null
  }
}
