import { isDeepStrictEqual } from 'node:util'
import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { Connection, Pool, PoolConnection } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import { Chance } from '../differential/chance.ts'
import { asked } from './asked-server.ts'
import { connectAdmin } from './server-account.ts'

// No tenant reads another's table: sessions with schemas and sql_modes of their own, on a few connections, by query and
// by execute. Each answer says where it was given, whose table it read, and how the server read the text.

const account = 'tenants'
const connections = 4
const callers = 24
const tenants = ['test', ...Array.from({ length: 8 }, (_, n) => `tenant_${n + 1}`)]
const modes = ['', 'ANSI_QUOTES', 'PIPES_AS_CONCAT', 'ANSI_QUOTES,PIPES_AS_CONCAT'] as const

/** What a text means is fixed when it is run, and for execute when the session prepares it first; database() too. */
const texts = [
  'select database() as place, owner, ? as tag from items',
  'select database() as place, owner, "owner" as word, ? as tag from items',
  "select database() as place, owner, 'a' || 'b' as pipes, ? as tag from items",
  'select database() as place, (select max(owner) from items) as owner, "owner" as word, ? as tag from items',
] as const

interface Meaning {
  readonly tenant: string
  readonly mode: string
}

export interface TenantsAsked {
  readonly flavour: MysqlFlavour
  readonly statements: number
}

interface Tally {
  asked: number
  byExecute: number
  wrong: number
}

export async function tenantsApart({ flavour, statements }: TenantsAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const admin = await connectAdmin(server)
  try {
    await createTenants(admin)
    const url = new URL(server.url())
    url.username = account
    const pool = createPool({ uri: url.href, maxConnections: connections })
    const tally: Tally = { asked: 0, byExecute: 0, wrong: 0 }
    const began = performance.now()
    const call = async (caller: number): Promise<void> => {
      const chance = new Chance(caller)
      while (tally.asked < statements) await visit(pool.promise(), `caller ${caller}`, chance, tally, report)
    }
    await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
    const seconds = (performance.now() - began) / 1_000
    const { databaseConnections, pins } = pool.snapshot()
    await pool[Symbol.asyncDispose]()
    report.figure('answers', `${tally.asked}, ${tally.byExecute} of them by execute, in ${seconds.toFixed(1)} s`)
    report.figure('sessions that were pinned', pins)
    report.figure('connections', databaseConnections)
    report.figure('wrong', tally.wrong)
    report.holds(databaseConnections <= connections, `there were ${databaseConnections} connections`)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

async function createTenants(admin: Connection): Promise<void> {
  await admin.query(`create user ${account}@'127.0.0.1'`)
  for (const tenant of tenants) {
    await admin.query(`create database if not exists ${tenant}`)
    await admin.query(`create table ${tenant}.items (owner varchar(20) not null)`)
    await admin.query(`insert into ${tenant}.items values (?)`, [tenant])
    await admin.query(`grant all on ${tenant}.* to ${account}@'127.0.0.1'`)
  }
}

/** One session: some never say where they are, the others move once or twice. */
async function visit(pool: Pool, tag: string, chance: Chance, tally: Tally, report: Report): Promise<void> {
  const session = await pool.getConnection()
  try {
    let now: Meaning = { tenant: 'test', mode: 'the default' }
    const prepared = new Map<string, Meaning>()
    for (let moves = chance.below(3); moves >= 0; moves -= 1) {
      await ask(session, { tag, now, prepared }, chance, tally, report)
      if (moves > 0) now = await move(session, now, chance)
    }
  } finally {
    session.release()
  }
}

async function move(session: PoolConnection, { mode }: Meaning, chance: Chance): Promise<Meaning> {
  const tenant = chance.pick(tenants)
  const mine = chance.percent(50) ? chance.pick(modes) : mode
  if (mine !== mode) await session.query('set sql_mode = ?', [mine])
  await session.query(`use ${tenant}`)
  return { tenant, mode: mine }
}

interface Asking {
  readonly tag: string
  readonly now: Meaning
  readonly prepared: Map<string, Meaning>
}

async function ask(
  session: PoolConnection,
  { tag, now, prepared }: Asking,
  chance: Chance,
  tally: Tally,
  report: Report,
): Promise<void> {
  for (let n = 2 + chance.below(6); n > 0; n -= 1) {
    const text = chance.pick(texts)
    const executes = chance.percent(50)
    if (executes && !prepared.has(text)) prepared.set(text, now)
    const meant = (executes && prepared.get(text)) || now
    const value = `${tag} ${tally.asked}`
    tally.asked += 1
    if (executes) tally.byExecute += 1
    const [rows] = await (executes ? session.execute(text, [value]) : session.query(text, [value]))
    const expected = [{ place: meant.tenant, ...meaningOf(text, meant), tag: value }]
    const given = (rows as object[]).map((row) => ({ ...row }))
    if (isDeepStrictEqual(given, expected)) continue
    tally.wrong += 1
    report.holds(false, `${text}: ${JSON.stringify(given)} instead of ${JSON.stringify(expected)}`)
  }
}

function meaningOf(text: string, { tenant, mode }: Meaning): object {
  return {
    owner: tenant,
    ...(text.includes('"') && { word: mode.includes('ANSI_QUOTES') ? tenant : 'owner' }),
    ...(text.includes('||') && { pipes: mode.includes('PIPES_AS_CONCAT') ? 'ab' : 0 }),
  }
}

await asCommand(import.meta.url, 'bar 4 of MySQL, tenants', (report) => {
  const { flavour, numbers } = asked()
  return tenantsApart({ flavour, statements: numbers[0] ?? 100_000 }, report)
})
