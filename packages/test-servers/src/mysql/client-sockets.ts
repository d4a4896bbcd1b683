import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { ServerError } from '../server-error.ts'

/** TCP_LISTEN of the kernel's include/net/tcp_states.h. */
const listening = '0A'

/**
 * Inode numbers of the sockets that a process holds to clients of a port. The server has one thread for each, but
 * threads don't always have a name. A connection that was not accepted yet belongs to no process. See proc_net_tcp(5).
 */
export function clientSockets(pid: number, port: number): number[] {
  if (process.platform !== 'linux') throw new ServerError('the connections of this server are known on Linux only')
  const held = heldSockets(pid)
  const found: number[] = []
  for (const line of readFileSync(`/proc/${pid}/net/tcp`, 'latin1').split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    const isClient = Number.parseInt(local.split(':')[1] ?? '', 16) === port && state !== listening
    if (isClient && held.has(Number(inode))) found.push(Number(inode))
  }
  return found
}

function heldSockets(pid: number): ReadonlySet<number> {
  const held = new Set<number>()
  for (const name of readdirSync(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(target(`/proc/${pid}/fd/${name}`))?.[1]
    if (inode !== undefined) held.add(Number(inode))
  }
  return held
}

function target(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
