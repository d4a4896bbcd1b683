import { configurationIdentity } from '@muxpool/core/adapter'
import { commandClassesOf } from '../command-classes.ts'
import type { Mysql2Module } from '../driver-members.ts'
import { CommandTickets } from './command-tickets.ts'
import { coreOptions } from './core-options.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import type { GivenOptions } from './given-options.ts'
import { liveConnectionOptions, poolConfigOf } from './pool-config.ts'
import type { SessionFaceParts } from './session-parts.ts'

interface SharedRoom extends EngineRoom {
  readonly parts: SessionFaceParts
  users: number
}

/** For one connection, until it leaves. */
export type ConnectionRoom = Pick<SharedRoom, 'pool' | 'parts'> & { leave(): void }

const rooms = new WeakMap<Mysql2Module, Map<string, SharedRoom>>()

/** What `createConnection` of one configuration shares. Closed when the last of these connections ends. */
export function roomFor(mysql2: Mysql2Module, given: GivenOptions): ConnectionRoom {
  const byIdentity = rooms.get(mysql2) ?? new Map<string, SharedRoom>()
  rooms.set(mysql2, byIdentity)
  const identity = configurationIdentity(given)
  const mine = byIdentity.get(identity) ?? makeRoom(mysql2, given)
  byIdentity.set(identity, mine)
  mine.users += 1
  return {
    pool: mine.pool,
    parts: mine.parts,
    leave: () => {
      mine.users -= 1
      if (mine.users > 0) return
      byIdentity.delete(identity)
      void mine.pool.end()
    },
  }
}

function makeRoom(mysql2: Mysql2Module, given: GivenOptions): SharedRoom {
  const config = poolConfigOf(mysql2, given)
  let handshake: unknown = {}
  const room = engineRoom({
    mysql2,
    // As many as the server allows: `connectionLimit` is an option of pools.
    bounded: { options: coreOptions(given, config).options, live: null },
    config: liveConnectionOptions(given, config),
    announce: (connection) => {
      handshake = connection._handshakePacket
    },
  })
  const parts: SessionFaceParts = {
    tickets: new CommandTickets(mysql2, commandClassesOf(mysql2)),
    config: config.connectionConfig,
    pool: null,
    refusesToWait: () => null,
    released: () => {},
    ended: () => {},
    handshake: () => handshake,
  }
  return { ...room, parts, users: 0 }
}
