import type { PgModule } from '../driver-members.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import { coreOptions, type GivenOptions } from './options.ts'
import type { ClientParts } from './session-client.ts'
import { targetOf } from './target.ts'

interface SharedRoom {
  readonly room: EngineRoom
  readonly parts: ClientParts
  users: number
}

const rooms = new WeakMap<PgModule, Map<string, SharedRoom>>()
const functionIds = new WeakMap<object, number>()
let lastFunctionId = 0

/** Functions (password, stream, type parsers) are equal only to themselves. */
function functionId(value: object): string {
  const known = functionIds.get(value)
  if (known !== undefined) return `function ${known}`
  lastFunctionId += 1
  functionIds.set(value, lastFunctionId)
  return `function ${lastFunctionId}`
}

function identityOf(given: GivenOptions): string {
  const entries = Object.keys(given)
    .sort()
    .map((name) => [name, given[name]])
  return JSON.stringify([...entries, ['password', given.password]], (_, value: unknown) =>
    typeof value === 'function'
      ? functionId(value)
      : typeof value === 'object' &&
          value !== null &&
          typeof (value as { getTypeParser?: unknown }).getTypeParser === 'function'
        ? functionId(value)
        : value,
  )
}

/** The connections that clients of one configuration share. They are closed when the last of these clients ends. */
export function roomFor(
  pg: PgModule,
  given: GivenOptions,
): { room: EngineRoom; parts: ClientParts; leave: () => void } {
  const byIdentity = rooms.get(pg) ?? new Map<string, SharedRoom>()
  rooms.set(pg, byIdentity)
  const identity = identityOf(given)
  const mine = byIdentity.get(identity) ?? makeRoom(pg, given)
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

function makeRoom(pg: PgModule, given: GivenOptions): SharedRoom {
  const room = engineRoom({
    pg,
    given,
    options: coreOptions(given, 10_000),
    clientClass: () => pg.Client,
    log: null,
    removed: () => {},
    hooks: { onConnect: null, verify: null, announce: () => {} },
  })
  const parts = {
    pg,
    maker: room.maker,
    Promise,
    target: targetOf(pg, given),
    poolTypes: given.types,
    released: () => {},
  }
  return { room, parts, users: 0 }
}
