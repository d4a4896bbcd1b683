import type { Notification } from 'pg'
import type { OpenedSession } from './engine.ts'
import type { Json, Normaliser } from './normalise.ts'
import { observeNotice } from './observation.ts'
import type { SubjectSession } from './subject.ts'

export class OpenSession implements OpenedSession {
  readonly client: SubjectSession
  readonly #normaliser: Normaliser
  #notices: Json[] = []
  #notifications: Json[] = []
  #wake: (() => void) | null = null
  background: Promise<Json> | null = null

  constructor(client: SubjectSession, normaliser: Normaliser) {
    this.client = client
    this.#normaliser = normaliser
    client.on('notice', this.#onNotice)
    client.on('notification', this.#onNotification)
    client.on('error', this.#onError)
  }

  readonly #onNotice = (notice: object): void => {
    this.#notices.push(observeNotice(notice, this.#normaliser))
  }

  readonly #onNotification = (message: Notification): void => {
    this.#notifications.push({
      channel: message.channel,
      payload: message.payload ?? null,
      // The number differs by nature; that a session can tell its own notifications does not.
      own: message.processId === this.client.processID,
    })
    this.#wake?.()
  }

  readonly #onError = (error: Error): void => {
    this.#notices.push({ sessionError: error.message })
  }

  takeNotices(): readonly Json[] {
    const notices = this.#notices
    this.#notices = []
    return notices
  }

  /** All notifications since the last call, once there are so many; at the deadline whatever there is. */
  async takeNotifications(count: number, deadlineMillis: number): Promise<readonly Json[]> {
    let late = false
    const deadline = setTimeout(() => {
      late = true
      this.#wake?.()
    }, deadlineMillis)
    while (this.#notifications.length < count && !late) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    clearTimeout(deadline)
    this.#wake = null
    const taken = this.#notifications
    this.#notifications = []
    return taken
  }

  get pinned(): string | null {
    const pinned = this.client.pinned
    return pinned == null ? null : `${pinned.reason}${pinned.rule === undefined ? '' : ` (${pinned.rule})`}`
  }

  async release(manner: 'release' | 'destroy'): Promise<void> {
    await (manner === 'destroy' ? this.client.release(true) : this.client.release())
    this.client.removeListener('notice', this.#onNotice)
    this.client.removeListener('notification', this.#onNotification)
    // The error listener stays: a session that ends badly must not end the process.
  }
}
