import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export type TestClient = pg.Client & AsyncDisposable

/** A connected client. It is cut off at the end of its scope, as a frozen server would never let it end. */
export async function connected(config: string | pg.ClientConfig): Promise<TestClient> {
  const client = new pg.Client(config)
  // A lost connection is what these tests cause.
  client.on('error', () => {})
  await client.connect()
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  return Object.assign(client, {
    async [Symbol.asyncDispose](): Promise<void> {
      stream.destroy()
    },
  })
}

/** One value. */
export async function ask(client: pg.Client, text: string): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
  return rows[0]?.[0]
}

/** Whether a promise is still open after some time: the only way to see that nothing comes. */
export async function hangsFor(millis: number, promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => false,
    () => false,
  )
  return Promise.race([settled, sleep(millis, true)])
}
