import type { ConnectionOptions } from '../connector.ts'
import type { Mysql2Module, Mysql2PoolConfig } from '../driver-members.ts'
import { driverOptions, type GivenOptions } from './given-options.ts'

type PoolConfigConstructor = new (options: object) => Mysql2PoolConfig

/** `pool.config`, made by the driver's own class. It does not export it, but a pool of its own, which opens nothing, has one. */
export function poolConfigOf(mysql2: Mysql2Module, given: GivenOptions): Mysql2PoolConfig {
  const PoolConfig = mysql2.createPool({}).config.constructor as PoolConfigConstructor
  return new PoolConfig(driverOptions(given))
}

type Ask = () => object | Promise<object>

/**
 * The options of each new connection. `credentials` is asked for each. Programs change `pool.config.connectionConfig` of a pool that runs, for a new
 * password above all, and mysql2 reads it for each connection.
 */
export function liveConnectionOptions(
  given: GivenOptions,
  { connectionConfig }: Mysql2PoolConfig,
): () => ConnectionOptions | Promise<ConnectionOptions> {
  const options = driverOptions(given)
  const first = { ...connectionConfig }
  const ask = given.credentials as Ask | undefined
  const current = (): ConnectionOptions => {
    const changed = Object.entries(connectionConfig).filter(([name, value]) => value !== first[name])
    return { ...options, ...driverOptions(Object.fromEntries(changed)), pool: undefined }
  }
  return ask === undefined ? current : async () => ({ ...current(), ...only(await ask()) })
}

/** Who it is and how that is proved; where it is, is the pool's. */
function only(credentials: object): ConnectionOptions {
  const { user, password } = credentials as { readonly user?: unknown; readonly password?: unknown }
  return { ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) }
}
