import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { addSlices, type ServerSampler, type Slice, sliceMillis } from './server-samples.ts'

/** Which connections are counted. Without a field, that field does not matter. */
export interface CountedConnections {
  readonly user?: string
  readonly database?: string
}

/** The table of connections. MySQL's own in information_schema fails when a statement holds an emoji. */
export async function processListOf(connection: Connection): Promise<string> {
  const [[row]] = await connection.query<(RowDataPacket & { version: string })[]>('select version() as version')
  return row?.version.includes('MariaDB') ? 'information_schema.processlist' : 'performance_schema.processlist'
}

// The server samples itself, so that a busy event loop in this process can't hide a peak. Whoever logs in is listed
// without a name.
const createSampler = (processList: string): string => `
create procedure sample_connections(
  of_user text, of_database text, slice_seconds double, every_seconds double, previous_at double)
begin
  declare began_at, ended_at, longest_gap double;
  declare samples, highest, total, latest, unnamed, seen_unnamed int default 0;
  set began_at = unix_timestamp(sysdate(6)), ended_at = previous_at, longest_gap = 0;
  repeat
    select count(case when (of_user is null or user = of_user) and (of_database is null or db = of_database) then 1 end),
           count(case when user = 'unauthenticated user' then 1 end)
      into latest, seen_unnamed from ${processList} where id <> connection_id();
    set previous_at = ended_at, ended_at = unix_timestamp(sysdate(6));
    set samples = samples + 1, total = total + latest;
    set highest = greatest(highest, latest), unnamed = greatest(unnamed, seen_unnamed);
    set longest_gap = greatest(longest_gap, ended_at - coalesce(previous_at, ended_at));
    do sleep(every_seconds);
  until ended_at - began_at >= slice_seconds end repeat;
  select samples, highest, total, latest as last, unnamed as \`starting\`, ended_at, longest_gap;
end`

let samplers = 0

/**
 * Counts the connections of a user or to a database every `everyMillis` (10), on a connection of its own that is not
 * counted. The user of `uri` must see all processes and make databases.
 */
export async function startMysqlSampler(
  uri: string,
  counted: CountedConnections,
  everyMillis = 10,
): Promise<ServerSampler> {
  samplers += 1
  const home = `sampler_${process.pid}_${samplers}`
  const connection = await createConnection({ uri })
  // A lost connection is reported by stop(): the slice under way fails.
  connection.on('error', () => undefined)
  await connection.query(`create database ${home}`)
  await connection.query(`use ${home}`)
  await connection.query(createSampler(await processListOf(connection)))

  const take = async (previousAt: number | null): Promise<Slice> => {
    const { user = null, database = null } = counted
    const [[rows]] = await connection.query<[RowDataPacket[], ResultSetHeader]>(
      'call sample_connections(?, ?, ?, ?, ?)',
      [user, database, sliceMillis / 1000, everyMillis / 1000, previousAt],
    )
    const [slice] = rows
    if (slice === undefined) throw new Error('the server returned no samples')
    return slice as unknown as Slice
  }
  const end = async (): Promise<void> => {
    await connection.query(`drop database ${home}`).catch(() => {})
    await connection.end()
  }
  return addSlices(take, end)
}
