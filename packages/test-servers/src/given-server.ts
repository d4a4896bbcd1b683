import { ServerError } from './server-error.ts'
import { knownServers, type ServerKey } from './server-key.ts'
import type { Control } from './test-server.ts'

/** Null, or why servers of this kind can't be stopped, frozen or set up: for tests that must skip then. */
export function whyNoControl(key: ServerKey = 18): string | null {
  const { name, variable } = knownServers[key]
  return given(key) === null ? null : `${variable} gives a ${name} that is not ours to control`
}

/** Connection string of a server that the environment gives. */
export function given(key: ServerKey): string | null {
  const url = process.env[knownServers[key].variable]
  return url === undefined || url === '' ? null : url
}

/** Throws a ServerError if a given server was asked for in another shape than it has. */
export function refuseShape(key: ServerKey, shape: Readonly<Record<string, unknown>>): void {
  const asked = Object.values(shape).some((value) => Object.keys(Object(value)).length > 0)
  if (asked) refuse(key, 'set up')
}

/** Whatever needs control of a server that is not ours is refused. */
export function noControl(key: ServerKey, host: string, port: number): Control<string> {
  return {
    host,
    port,
    controllable: false,
    log: null,
    start: async () => {},
    stop: async () => refuse(key, 'stopped'),
    restart: async () => refuse(key, 'restarted'),
    kill: async () => refuse(key, 'killed'),
    refill: async () => refuse(key, 'refilled'),
    freeze: () => refuse(key, 'frozen'),
    thaw: () => refuse(key, 'thawed'),
    backends: () => refuse(key, 'asked for its processes'),
    processes: () => refuse(key, 'asked for its processes'),
    dispose: async () => {},
  }
}

/** The address of a connection string, and the same string for another database. */
export function givenAddress(
  url: string,
  defaultPort: number,
): { host: string; port: number; user: string; database: string; url: (name?: string) => string } {
  const { hostname, port, username, pathname } = new URL(url)
  const user = decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1))
  return {
    host: hostname,
    port: port === '' ? defaultPort : Number(port),
    user,
    database,
    url(name) {
      if (name === undefined) return url
      const other = new URL(url)
      other.pathname = `/${encodeURIComponent(name)}`
      return other.href
    },
  }
}

function refuse(key: ServerKey, what: string): never {
  throw new ServerError(`it can't be ${what}: ${whyNoControl(key)}`)
}
