import { readFileSync } from 'node:fs'

/** State letter of a process, see proc_pid_stat(5): T is stopped, Z is dead and waits for its parent; null for none. */
export function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? null
  } catch {
    return null
  }
}

export function lives(pid: number): boolean {
  const state = stateOf(pid)
  return state !== null && state !== 'Z'
}
