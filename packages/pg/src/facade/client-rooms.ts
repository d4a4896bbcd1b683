import { configurationIdentity, SharedRooms } from '@muxpool/core/adapter'
import type { PgModule } from '../driver-members.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import { coreOptions, type GivenOptions } from './options.ts'
import type { ClientParts } from './session-client.ts'
import { type TargetView, targetOf } from './target.ts'

/** What clients of one configuration share. */
interface ClientRoom {
  readonly pool: EngineRoom['pool']
  readonly room: EngineRoom
  readonly parts: ClientParts
}

const rooms = new SharedRooms<PgModule, ClientRoom>()

/** The connections that clients of one configuration share. They are closed when the last of these clients ends. */
export function roomFor(
  pg: PgModule,
  given: GivenOptions,
): { room: EngineRoom; parts: ClientParts; leave: () => void } {
  const target = targetOf(pg, given)
  const { host, port, user, database } = target
  // pg reads the environment for each client.
  const identity = configurationIdentity(given, host, port, user, database, process.env.PGPASSWORD)
  const { room, leave } = rooms.enter(pg, identity, () => makeRoom(pg, given, target))
  return { room: room.room, parts: room.parts, leave }
}

function makeRoom(pg: PgModule, given: GivenOptions, target: TargetView): ClientRoom {
  const room = engineRoom({
    pg,
    given,
    options: coreOptions(given, 10_000),
    clientClass: () => pg.Client,
    log: null,
    live: null,
    removed: () => {},
    hooks: { onConnect: null, verify: null, announce: () => {} },
  })
  const parts = {
    pg,
    maker: room.maker,
    Promise: (given.Promise as PromiseConstructor | undefined) ?? Promise,
    target,
    poolTypes: given.types,
    released: () => {},
  }
  return { pool: room.pool, room, parts }
}
