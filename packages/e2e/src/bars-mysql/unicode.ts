import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { Connection, Pool, PoolConnection, RowDataPacket } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import { Chance } from '../differential/chance.ts'
import { asked } from './asked-server.ts'
import { connectAdmin, createAccount } from './server-account.ts'
import { randomText, type Speech, speeches } from './unicode/letters.ts'

// Text never breaks: many sessions that speak different character sets and collations on a few connections write and read
// random letters, and so do others that say nothing of it; every byte comes back, to them and to the administrator.

const account = 'letters'
const connections = 4
const atOnce = 40

export interface UnicodeAsked {
  readonly flavour: MysqlFlavour
  readonly sessions: number
}

/** What was written, by the number of its row. */
type Written = Map<number, string>

export async function textsStayWhole({ flavour, sessions }: UnicodeAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await admin.query('create table test.texts (id int primary key, said text character set utf8mb4 not null)')
    const url = new URL(server.url())
    url.username = account
    const pool = createPool({ uri: url.href, maxConnections: connections })
    const written: Written = new Map()
    let session = 0
    const read: number[] = []
    const call = async (): Promise<void> => {
      while (session < sessions) await speak(pool.promise(), session++, written, read, report)
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: atOnce }, call))
    const seconds = (performance.now() - began) / 1_000
    const { databaseConnections } = pool.snapshot()
    await pool[Symbol.asyncDispose]()
    report.figure('sessions', `${session} in ${seconds.toFixed(1)} s`)
    report.figure('texts written', written.size)
    report.figure('texts read', read.length)
    report.figure('connections', databaseConnections)
    report.holds(databaseConnections <= connections, `there were ${databaseConnections} connections`)
    await bytesAreThere(admin, written, report)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

/** One session. @param read takes the rows that it has read. */
async function speak(pool: Pool, number: number, written: Written, read: number[], report: Report): Promise<void> {
  const chance = new Chance(number)
  const session = await pool.getConnection()
  try {
    // Nothing that neighbours said is left, so that whoever says nothing speaks as the pool's options say.
    let speech = speeches[0] as Speech
    for (let turn = 0; turn < 3; turn += 1) {
      if (chance.percent(60)) speech = await change(session, chance)
      const id = number * 10 + turn
      const text = randomText(chance, speech)
      const write = 'insert into texts values (?, ?)'
      await (chance.percent(50) ? session.execute(write, [id, text]) : session.query(write, [id, text]))
      written.set(id, text)
      await compare(session, id, text, speech, chance, report)
      read.push(id)
      const stranger = chance.pick([...written.keys()])
      // Others' letters are in UTF-8 only for sure.
      if (speech.names !== 'utf8mb4') continue
      await compare(session, stranger, written.get(stranger) as string, speech, chance, report)
      read.push(stranger)
    }
  } finally {
    session.release()
  }
}

async function change(session: PoolConnection, chance: Chance): Promise<Speech> {
  const speech = chance.pick(speeches)
  const collation = chance.percent(50) ? ` collate ${chance.pick(speech.collations)}` : ''
  await session.query(`set names ${speech.names}${collation}`)
  return speech
}

async function compare(
  session: PoolConnection,
  id: number,
  text: string,
  { names }: Speech,
  chance: Chance,
  report: Report,
): Promise<void> {
  const ask = 'select said, said = ? as same, hex(said) as bytes from texts where id = ?'
  const given = await (chance.percent(50)
    ? session.execute<RowDataPacket[]>(ask, [text, id])
    : session.query<RowDataPacket[]>(ask, [text, id]))
  const [row] = given[0]
  const held = row?.said === text && row?.same === 1 && row?.bytes === bytesOf(text)
  report.holds(held, `row ${id} under ${names}: ${JSON.stringify(row)} instead of ${JSON.stringify(text)}`)
}

const bytesOf = (text: string): string => Buffer.from(text).toString('hex').toUpperCase()

async function bytesAreThere(admin: Connection, written: Written, report: Report): Promise<void> {
  const [rows] = await admin.query<RowDataPacket[]>('select id, hex(said) as bytes from test.texts')
  report.holds(rows.length === written.size, `${rows.length} texts are there instead of ${written.size}`)
  const broken = rows.filter(({ id, bytes }) => bytes !== bytesOf(written.get(id) ?? ''))
  report.figure('texts with other bytes', broken.length)
  report.holds(broken.length === 0, `the bytes of ${broken.length} texts are others`)
}

await asCommand(import.meta.url, 'bar 3 of MySQL, texts', (report) => {
  const { flavour, numbers } = asked()
  return textsStayWhole({ flavour, sessions: numbers[0] ?? 1_000 }, report)
})
