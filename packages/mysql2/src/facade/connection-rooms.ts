import { configurationIdentity, SharedRooms } from '@muxpool/core/adapter'
import { commandClassesOf } from '../command-classes.ts'
import type { Mysql2Module } from '../driver-members.ts'
import { CommandTickets } from './command-tickets.ts'
import { coreOptions } from './core-options.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import type { GivenOptions } from './given-options.ts'
import { liveConnectionOptions, poolConfigOf } from './pool-config.ts'
import type { SessionFaceParts } from './session-parts.ts'

interface ConnectionRoom extends EngineRoom {
  readonly parts: SessionFaceParts
}

const rooms = new SharedRooms<Mysql2Module, ConnectionRoom>()

/** What `createConnection` of one configuration shares. Closed when the last of these connections ends. */
export function roomFor(
  mysql2: Mysql2Module,
  given: GivenOptions,
): { readonly room: ConnectionRoom; readonly leave: () => void } {
  return rooms.enter(mysql2, configurationIdentity(given), () => makeRoom(mysql2, given))
}

function makeRoom(mysql2: Mysql2Module, given: GivenOptions): ConnectionRoom {
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
  return { ...room, parts }
}
