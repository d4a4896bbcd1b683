import type { OpenedSession } from '../engine.ts'
import type { Json } from '../normalise.ts'
import type { DriverHandle, MysqlSession } from './subject.ts'

export class OpenMysqlSession implements OpenedSession {
  readonly client: MysqlSession
  readonly handles: Map<string, DriverHandle> = new Map()
  background: Promise<Json> | null = null
  #notices: Json[] = []

  constructor(client: MysqlSession) {
    this.client = client
    // The listener stays: a session that ends badly must not end the process.
    client.connection.on('error', (error: Error) => this.#notices.push({ sessionError: error.message }))
  }

  get pinned(): string | null {
    const { pinned } = this.client.connection
    return pinned == null ? null : `${pinned.reason}${pinned.rule === undefined ? '' : ` (${pinned.rule})`}`
  }

  takeNotices(): readonly Json[] {
    const notices = this.#notices
    this.#notices = []
    return notices
  }

  async release(manner: 'release' | 'destroy'): Promise<void> {
    if (manner === 'destroy') this.client.destroy()
    else await this.client.release()
  }
}
