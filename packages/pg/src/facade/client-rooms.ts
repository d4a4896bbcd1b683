import { configurationIdentity } from '@muxpool/core/adapter'
import type { PgModule } from '../driver-members.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import { coreOptions, type GivenOptions } from './options.ts'
import type { ClientParts } from './session-client.ts'
import { type TargetView, targetOf } from './target.ts'

interface SharedRoom {
  readonly room: EngineRoom
  readonly parts: ClientParts
  users: number
}

const rooms = new WeakMap<PgModule, Map<string, SharedRoom>>()

/** The connections that clients of one configuration share. They are closed when the last of these clients ends. */
export function roomFor(
  pg: PgModule,
  given: GivenOptions,
): { room: EngineRoom; parts: ClientParts; leave: () => void } {
  const byIdentity = rooms.get(pg) ?? new Map<string, SharedRoom>()
  rooms.set(pg, byIdentity)
  const target = targetOf(pg, given)
  const { host, port, user, database } = target
  // pg reads the environment for each client.
  const identity = configurationIdentity(given, host, port, user, database, process.env.PGPASSWORD)
  const mine = byIdentity.get(identity) ?? makeRoom(pg, given, target)
  byIdentity.set(identity, mine)
  mine.users += 1
  return {
    room: mine.room,
    parts: mine.parts,
    leave: () => {
      mine.users -= 1
      if (mine.users > 0) return
      byIdentity.delete(identity)
      void mine.room.pool.end()
    },
  }
}

function makeRoom(pg: PgModule, given: GivenOptions, target: TargetView): SharedRoom {
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
  return { room, parts, users: 0 }
}
