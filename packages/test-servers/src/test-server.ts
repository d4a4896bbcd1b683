import type { ManagedServer } from './managed-server.ts'

/** What can be done to a server of any kind. */
export interface TestServer<Manner extends string> {
  readonly host: string
  readonly port: number
  /** May do everything. */
  readonly user: string
  /** That of url(). */
  readonly database: string
  /** False for a server given by an environment variable: it can't be stopped, frozen, or asked for its processes. */
  readonly controllable: boolean
  /** File to which the server writes its log; null if it is given. */
  readonly log: string | null
  /** Connection string; default: `database`. */
  url(database?: string): string
  /** Again after stop, on the same port with the same data. */
  start(): Promise<void>
  /** Default 'fast': ends sessions, keeps what was committed. */
  stop(manner?: Manner): Promise<void>
  /** Stops fast and starts with these settings in addition to those it had. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>
  /** SIGKILL to all its processes. The next start recovers what was committed, but not after a crash of the machine. */
  kill(): Promise<void>
  /** Throws all data away; same port and settings, running again if it ran. */
  refill(): Promise<void>
  /** Stops all its processes where they are (SIGSTOP): the kernel still accepts connections, nobody answers. */
  freeze(): void
  thaw(): void
  /** One id for each client that the server has, also if it is leaving: see the kind of server for what it is of. */
  backends(): number[]
  /** Ids of all its processes. */
  processes(): number[]
  /** Stops it and removes the data. */
  dispose(): Promise<void>
}

/** The part that is the same for each server of our own. */
export type Control<Manner extends string> = Omit<TestServer<Manner>, 'user' | 'database' | 'url'>

export function controlOf<Manner extends string>(server: ManagedServer<Manner>): Control<Manner> {
  return {
    host: server.host,
    port: server.port,
    controllable: true,
    log: server.log,
    start: () => server.start(),
    stop: (manner) => server.stop(manner),
    restart: (settings) => server.restart(settings),
    kill: () => server.kill(),
    refill: () => server.refill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    backends: () => server.backends(),
    processes: () => server.processes?.all().map(({ pid }) => pid) ?? [],
    dispose: () => server.dispose(),
  }
}
