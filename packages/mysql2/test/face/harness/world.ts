import type { MysqlFlavour } from '@muxpool/test-servers'
import type { Connection as Admin } from 'mysql2/promise'
import mysql from 'mysql2/promise'
import type { DriverFace, FaceCluster, FacePool, FacePromisePool, PromiseFace } from './driver-face.ts'
import type { Subject } from './subjects.ts'

let worlds = 0

/** How long the clean-up after a case may take before the case counts as failed. */
const tidyMillis = 3_000

/** What one case sees: a subject's modules, a server, and a way to look at the server from outside. */
export class World {
  /** Unique; the user of every connection of this world, who has no password. */
  readonly name: string
  readonly flavour: MysqlFlavour
  readonly driver: DriverFace
  readonly promises: PromiseFace
  readonly module: Subject['module']
  readonly promiseModule: Subject['module']
  readonly subject: Subject['name']
  readonly server: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  readonly admin: Admin
  readonly #ends: (() => Promise<unknown>)[] = []
  readonly #undo: (() => unknown)[] = []

  private constructor(subject: Subject, flavour: MysqlFlavour, url: string, admin: Admin) {
    this.name = `face_${process.pid}_${worlds++}`
    this.flavour = flavour
    this.subject = subject.name
    this.driver = subject.driver
    this.promises = subject.promises
    this.module = subject.module
    this.promiseModule = subject.promiseModule
    const at = new URL(url)
    this.server = { host: at.hostname, port: Number(at.port), user: this.name, database: at.pathname.slice(1) }
    this.admin = admin
  }

  static async open(subject: Subject, flavour: MysqlFlavour, url: string): Promise<World> {
    const admin = await mysql.createConnection({ uri: url, maxPreparedStatements: 16 } as mysql.ConnectionOptions)
    const world = new World(subject, flavour, url, admin)
    await admin.query(`create user ${world.name}@'%'`)
    await admin.query(`grant all on *.* to ${world.name}@'%'`)
    return world
  }

  /** Options that a pool of this world connects with. */
  options(more: Record<string, unknown> = {}): Record<string, unknown> {
    return { ...this.server, ...more }
  }

  /** The same as a URL. */
  url(query = ''): string {
    const { host, port, user, database } = this.server
    return `mysql://${user}@${host}:${port}/${database}${query}`
  }

  pool(more: Record<string, unknown> = {}): FacePool {
    return this.adopt(this.driver.createPool(this.options(more)))
  }

  promisePool(more: Record<string, unknown> = {}): FacePromisePool {
    const pool = this.promises.createPool(this.options(more))
    this.adopt(pool.pool)
    return pool
  }

  /** Ends a pool or a cluster that the case made itself when the case is over. */
  adopt<T extends FacePool | FaceCluster>(pool: T): T {
    this.#ends.push(() =>
      (pool as { _closed?: boolean })._closed === true
        ? Promise.resolve()
        : new Promise((resolve) => (pool as FacePool).end(resolve)),
    )
    return pool
  }

  cluster(options?: Record<string, unknown>): FaceCluster {
    return this.adopt(this.driver.createPoolCluster(options))
  }

  /** Runs when the case is over and its pools are ended. */
  afterwards(undo: () => unknown): void {
    this.#undo.push(undo)
  }

  /** A table that goes with the world. */
  async table(definition: string): Promise<string> {
    await this.admin.query(`create table ${this.name} (${definition})`)
    this.afterwards(() => this.admin.query(`drop table ${this.name}`))
    return this.name
  }

  /** Ids of the connections that the server has for this world. */
  async backends(): Promise<number[]> {
    const text = 'select id from information_schema.processlist where user = ? order by id'
    const [rows] = await this.admin.query<mysql.RowDataPacket[]>(text, [this.name])
    return rows.map((row) => Number(row.id ?? row.ID))
  }

  /** Resolves once the server has this many connections for this world. */
  async backendsAre(count: number): Promise<number> {
    while ((await this.backends()).length !== count);
    return count
  }

  /** Ends this world's connections from the server's side and returns how many there were. */
  async kill(): Promise<number> {
    const ids = await this.backends()
    for (const id of ids) await this.admin.query(`kill ${id}`).catch(() => undefined)
    return ids.length
  }

  /** Two round trips to the server: time enough for anything that was ready to happen. */
  async roundTrips(): Promise<void> {
    await this.admin.query('do 0')
    await this.admin.query('do 0')
  }

  /** Resolves once so many of this world's connections run a statement that sleeps. */
  async asleep(count = 1): Promise<void> {
    const text = `select count(*) as n from information_schema.processlist where user = ? and state = 'User sleep'`
    for (;;) {
      const [rows] = await this.admin.query<mysql.RowDataPacket[]>(text, [this.name])
      if (Number(rows[0]!.n) >= count) return
    }
  }

  async close(): Promise<void> {
    const ended = Promise.all(this.#ends.map((end) => end()))
    await this.kill()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, tidyMillis, 'late')
    })
    const verdict = await Promise.race([ended, late])
    clearTimeout(timer)
    for (const undo of this.#undo) await undo()
    await this.kill()
    await this.admin.query(`drop user ${this.name}@'%'`)
    await this.admin.end()
    if (verdict === 'late') throw new Error(`a pool of ${this.name} did not end within ${tidyMillis} ms`)
  }
}
