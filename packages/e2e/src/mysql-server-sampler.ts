import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import type { ServerSampler, ServerSamples } from './server-sampler.ts'

/** Which connections are counted. Without a field, that field does not matter. */
export interface CountedConnections {
  readonly user?: string
  readonly database?: string
}

interface Slice extends RowDataPacket {
  readonly samples: number
  readonly highest: number
  readonly total: number
  readonly last: number
  readonly longest_gap: number
  readonly ended_at: number
}

const sliceSeconds = 0.25

/** The table of connections. MySQL's own in information_schema fails when a statement holds an emoji. */
export async function processListOf(connection: Connection): Promise<string> {
  const [[row]] = await connection.query<(RowDataPacket & { version: string })[]>('select version() as version')
  return row?.version.includes('MariaDB') ? 'information_schema.processlist' : 'performance_schema.processlist'
}

// As with PostgreSQL the server samples itself, so that a busy event loop in this process can't hide a peak.
const sampleConnections = (processList: string): string => `
create procedure sample(of_user text, of_database text, slice_seconds double, every_seconds double, previous_at double)
begin
  declare began_at, due_at, ended_at, gap, longest_gap double default unix_timestamp(sysdate(6));
  declare samples, highest, total, seen int default 0;
  set ended_at = ifnull(previous_at, began_at), longest_gap = 0;
  repeat
    select count(*) into seen from ${processList}
      where (of_user is null or user = of_user) and (of_database is null or db = of_database)
        and id <> connection_id();
    set gap = unix_timestamp(sysdate(6)) - ended_at, ended_at = ended_at + gap;
    set samples = samples + 1, total = total + seen, highest = greatest(highest, seen);
    set longest_gap = greatest(longest_gap, gap);
    set due_at = greatest(due_at + every_seconds, ended_at);
    do sleep(due_at - ended_at);
  until due_at - began_at >= slice_seconds end repeat;
  select samples, highest, total, seen as last, longest_gap, ended_at;
end`

let samplers = 0

/**
 * Counts the connections of a user or to a database every `everyMillis` (10), on a connection of its own that is not
 * counted. The user of `url` must see all processes and make databases. A connection counts once it has authenticated.
 */
export async function startMysqlSampler(
  url: string,
  counted: CountedConnections,
  everyMillis = 10,
): Promise<ServerSampler> {
  samplers += 1
  const home = `sampler_${process.pid}_${samplers}`
  const connection = await mysql.createConnection(url)
  // A lost connection is reported by stop(): the slice under way fails.
  connection.on('error', () => undefined)
  await connection.query(`create database ${home}`)
  await connection.query(`use ${home}`)
  await connection.query(sampleConnections(await processListOf(connection)))

  let stopping = false
  let current = 0
  let lastAt: number | null = null
  let total = 0
  const seen = { samples: 0, max: 0, longestGap: 0 }

  const soFar = (): ServerSamples => ({
    samples: seen.samples,
    max: seen.max,
    mean: seen.samples === 0 ? 0 : total / seen.samples,
    maxStarting: 0,
    longestGapMillis: seen.longestGap * 1000,
  })

  const takeSlice = async (): Promise<void> => {
    const given = [counted.user ?? null, counted.database ?? null, sliceSeconds, everyMillis / 1000, lastAt]
    const [[[slice]]] = await connection.query<[Slice[]]>('call sample(?, ?, ?, ?, ?)', given)
    if (slice === undefined) throw new Error('the server returned no samples')
    seen.samples += slice.samples
    seen.max = Math.max(seen.max, slice.highest)
    seen.longestGap = Math.max(seen.longestGap, slice.longest_gap)
    total += slice.total
    current = slice.last
    lastAt = slice.ended_at
  }

  const sampling = (async () => {
    while (!stopping) await takeSlice()
  })()
  // A sampler that died must not look like a server without connections: stop() rejects.
  sampling.catch(() => undefined)

  return {
    current: () => current,
    soFar,
    async stop() {
      stopping = true
      try {
        await sampling
        await connection.query(`drop database ${home}`)
      } finally {
        await connection.end()
      }
      return soFar()
    },
  }
}
