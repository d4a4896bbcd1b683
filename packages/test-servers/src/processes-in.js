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
 * @returns {{ pid: number, parent: number, title: string }[]}
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
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The name in parentheses may hold anything: the fields start after the last one.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (state === 'Z') continue
      const title = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()
      found.push({ pid, parent: Number(parent), title })
    } catch {
      // Gone meanwhile, or another user's process.
    }
  }
  return found
}

/** @param {number} postmaster */
function byParent(postmaster) {
  const found = []
  for (const line of execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'latin1' }).split('\n')) {
    const [, pid, parent, title] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (Number(pid) === postmaster || Number(parent) === postmaster) {
      found.push({ pid: Number(pid), parent: Number(parent), title: title ?? '' })
    }
  }
  return found
}
