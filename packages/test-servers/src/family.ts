import type { FoundProcess } from './processes-in.js'
import type { ServerUser } from './server-user.ts'

/** Executables of one version of a server, ready to run on this machine. */
export interface Installation {
  /** Exact version, part of the names of what is built with it. */
  readonly version: string
  /** Directory of the executables. */
  readonly binaries: string
}

export interface DataDirectory {
  readonly directory: string
  readonly user: ServerUser | null
}

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
}

/** A server as it is being started. */
export interface Starting {
  readonly pid: number
  /** What it has written to its log since it was launched. */
  logged(): string
}

export interface Serving {
  readonly pid: number
  readonly port: number
  /** Looked up at each call. */
  processes(): readonly FoundProcess[]
}

/** For servers: messages in English, and the same time zone everywhere. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  LANG: 'C',
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/bin:/bin',
}

/**
 * What differs between database servers; managed-server.ts is the same for all. A server is one process that works in
 * its data directory, with children and threads as it likes.
 */
export interface ServerFamily<Manner extends string> {
  /** For messages and directory names: 'postgres'. */
  readonly name: string
  /** Seen by the server's processes; nothing of the caller's environment is. */
  readonly environment: Readonly<Record<string, string>>
  readonly stopSignals: Readonly<Record<Manner, NodeJS.Signals>>
  /** Takes the least time, keeps what was committed. */
  readonly promptStop: Manner
  /** Takes no time at all. */
  readonly abruptStop: Manner
  /** Name of a template: all that initialise() depends on. */
  templateName(installation: Installation): string
  /** Fills an empty directory, which belongs to the user already. */
  initialise(installation: Installation, data: DataDirectory): Promise<void>
  /** Writes the settings of the next start; called before each. */
  configure(data: DataDirectory, settings: Readonly<Record<string, string>>): Promise<void>
  launch(installation: Installation, data: DataDirectory, address: { host: string; port: number }): Launch
  /** Whether it answers connections. */
  isReady(data: DataDirectory, server: Starting): boolean
  /** Whether the end of a log says that the port is taken. */
  saysPortTaken(log: string): boolean
  /** One id for each client that the server has, also if it is leaving; works on a frozen server. */
  backends(server: Serving): number[]
}
