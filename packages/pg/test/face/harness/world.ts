import pg from 'pg'
import type { DriverFace, FaceClient, FacePool } from './driver-face.ts'
import type { Subject } from './subjects.ts'

let worlds = 0

/** How long the clean-up after a case may take before the case counts as failed. */
const tidyMillis = 3_000

/** What one case sees: a subject's classes, a server, and a way to look at the server from outside. */
export class World {
  /** Unique; the application_name of every connection of this world. */
  readonly name: string
  readonly driver: DriverFace
  readonly module: Readonly<Record<string, unknown>>
  /** Connection options for the server, without a password or any other option. */
  readonly server: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  readonly url: string
  readonly admin: pg.Client
  readonly subject: Subject['name']
  readonly #pools: FacePool[] = []
  readonly #clients: FaceClient[] = []
  readonly #undo: (() => unknown)[] = []

  private constructor(subject: Subject, url: string, admin: pg.Client) {
    this.name = `face_${subject.name}_${process.pid}_${worlds++}`
    this.subject = subject.name
    this.driver = subject.driver
    this.module = subject.module
    this.url = url
    this.admin = admin
    const at = new URL(url)
    this.server = {
      host: at.hostname,
      port: Number(at.port),
      user: decodeURIComponent(at.username),
      database: at.pathname.slice(1),
    }
  }

  static async open(subject: Subject, url: string): Promise<World> {
    const admin = new pg.Client({ connectionString: url, application_name: 'face_admin' })
    await admin.connect()
    return new World(subject, url, admin)
  }

  /** Options that a pool or a client of this world connects with. */
  options(more: Record<string, unknown> = {}): Record<string, unknown> {
    return { connectionString: this.url, application_name: this.name, ...more }
  }

  pool(more: Record<string, unknown> = {}): FacePool {
    return this.adopt(new this.driver.Pool(this.options(more)))
  }

  client(more: Record<string, unknown> = {}): FaceClient {
    const client = new this.driver.Client(this.options(more))
    this.#clients.push(client)
    return client
  }

  /** Ends a pool that the case made itself when the case is over. */
  adopt(pool: FacePool): FacePool {
    this.#pools.push(pool)
    return pool
  }

  /** Runs when the case is over and its pools are ended. */
  afterwards(undo: () => unknown): void {
    this.#undo.push(undo)
  }

  /** Backends that the server has for this world. */
  async backends(): Promise<number[]> {
    const { rows } = await this.admin.query('select pid from pg_stat_activity where application_name = $1', [this.name])
    return rows.map((row: { pid: number }) => row.pid)
  }

  /** Ends this world's backends from the server's side and returns how many there were. */
  async kill(): Promise<number> {
    const { rowCount } = await this.admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [this.name],
    )
    return rowCount ?? 0
  }

  /** Two round trips to the server: time enough for anything that was ready to happen. */
  async roundTrips(): Promise<void> {
    await this.admin.query('select 1')
    await this.admin.query('select 1')
  }

  /** Resolves once one of this world's backends runs a statement with pg_sleep. */
  async asleep(): Promise<void> {
    const text = `select 1 from pg_stat_activity where application_name = $1 and state = 'active' and wait_event = 'PgSleep'`
    while ((await this.admin.query(text, [this.name])).rowCount === 0);
  }

  async close(): Promise<void> {
    const ended = [...this.#pools.map(endPool), ...this.#clients.map(endClient)]
    await this.kill()
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, tidyMillis, 'late').unref())
    const verdict = await Promise.race([Promise.all(ended), late])
    for (const undo of this.#undo) await undo()
    await this.admin.end()
    if (verdict === 'late') throw new Error(`a pool or client of ${this.name} did not end within ${tidyMillis} ms`)
  }
}

const ignore = (): void => undefined

/** Ends a pool whose clients may still be checked out: their backends are killed meanwhile. */
async function endPool(pool: FacePool): Promise<void> {
  pool.on('error', ignore)
  const clients = (pool as unknown as { _clients?: pg.Client[] })._clients ?? []
  for (const client of clients) {
    client.on('error', ignore)
    // pg waits for ever for a client that is never released.
    client.once('end', () => {
      try {
        ;(client as pg.PoolClient).release?.(true)
      } catch {
        // Already released: then the pool does not wait for it.
      }
    })
  }
  if (!pool.ending) await pool.end()
}

async function endClient(client: FaceClient): Promise<void> {
  client.on('error', ignore)
  await client.end()
}
