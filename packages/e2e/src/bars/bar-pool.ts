import type { Pool } from '@muxpool/pg'

export interface BarSession {
  begin(): Promise<unknown>
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
  /** Takes a lock of the session, which pins it. */
  lock(n: number): Promise<unknown>
  release(): void
}

/** What the bars ask of a pool, whatever its server. */
export interface BarPool extends Pick<Pool, 'events' | 'snapshot'> {
  /** Sends a number to the server and back, which takes so many seconds. */
  ask(n: number, seconds?: number): Promise<unknown>
  connect(): Promise<BarSession>
  end(): Promise<void>
}
