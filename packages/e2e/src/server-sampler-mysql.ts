import { createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { addSlices, type ServerSampler, type Slice, sliceMillis } from './server-samples.ts'

// The server samples itself, so that a busy event loop in this process can't hide a peak. Whoever logs in is listed
// without a name.
const createSampler = `
create procedure muxpool_sampling.sample_connections(of_user varchar(80), slice_seconds double, every_seconds double, previous_at double)
begin
  declare began_at, ended_at, longest_gap double;
  declare samples, highest, total, latest, unnamed, seen_unnamed int default 0;
  set began_at = unix_timestamp(sysdate(6)), ended_at = previous_at, longest_gap = 0;
  repeat
    select count(case when user = of_user then 1 end), count(case when user = 'unauthenticated user' then 1 end)
      into latest, seen_unnamed from information_schema.processlist;
    set previous_at = ended_at, ended_at = unix_timestamp(sysdate(6));
    set samples = samples + 1, total = total + latest;
    set highest = greatest(highest, latest), unnamed = greatest(unnamed, seen_unnamed);
    set longest_gap = greatest(longest_gap, ended_at - coalesce(previous_at, ended_at));
    do sleep(every_seconds);
  until ended_at - began_at >= slice_seconds end repeat;
  select samples, highest, total, latest as last, unnamed as \`starting\`, ended_at, longest_gap;
end`

/** Counts the connections of an account every `everyMillis` (10), on a connection of its own, of the administrator. */
export async function startMysqlSampler(uri: string, account: string, everyMillis = 10): Promise<ServerSampler> {
  const connection = await createConnection({ uri })
  // A lost connection is reported by stop(): the slice under way fails.
  connection.on('error', () => undefined)
  await connection.query('create database muxpool_sampling')
  await connection.query(createSampler)

  const take = async (previousAt: number | null): Promise<Slice> => {
    const [[rows]] = await connection.query<[RowDataPacket[], ResultSetHeader]>(
      'call muxpool_sampling.sample_connections(?, ?, ?, ?)',
      [account, sliceMillis / 1000, everyMillis / 1000, previousAt],
    )
    const [slice] = rows
    if (slice === undefined) throw new Error('the server returned no samples')
    return slice as unknown as Slice
  }
  const end = async (): Promise<void> => {
    await connection.query('drop database muxpool_sampling').catch(() => {})
    await connection.end()
  }
  return addSlices(take, end)
}
