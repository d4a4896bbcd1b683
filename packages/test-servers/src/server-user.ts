import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** In order of preference; the server needs no rights but those on its own files. */
const candidates: readonly string[] = ['postgres', 'nobody']

/**
 * The user that servers run as: null for the user of this process. Database servers refuse to run as root, so root
 * gives them to another existing user.
 */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of candidates) {
    const [, , uid, gid] = users.find(([each]) => each === name) ?? []
    if (Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    `this process is root, as which database servers refuse to run, and none of the users ${candidates.join(', ')} exists: create one, or run as an ordinary user`,
  )
}

/** Whether the user can enter a directory: each one above it must let it through. */
export function canEnter(user: ServerUser | null, directory: string): boolean {
  const as = user === null ? {} : { uid: user.uid, gid: user.gid }
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], { ...as, cwd: '/', stdio: 'ignore' }).status === 0
}
