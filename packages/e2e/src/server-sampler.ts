import pg from 'pg'
import { addSlices, type ServerSampler, type Slice, sliceMillis } from './server-samples.ts'

/** Which client backends are counted. Without a field, that field does not matter. */
export interface CountedBackends {
  readonly database?: string
  readonly applicationName?: string
}

// The server samples itself, so that a busy event loop in this process can't hide a peak. One call is one
// slice of time: a longer one would hold a snapshot, and dead rows of the program under test with it.
const createSampler = `
create function pg_temp.sample_backends(
  of_database text, of_application text, slice_seconds float8, every_seconds float8, previous_at float8,
  out samples int, out highest int, out total int, out last int, out starting int,
  out ended_at float8, out longest_gap float8
) language plpgsql as $$
declare
  began_at float8 := extract(epoch from clock_timestamp());
  due_at float8 := began_at;
  seen_starting int;
begin
  samples := 0; highest := 0; total := 0; starting := 0; longest_gap := 0; ended_at := previous_at;
  loop
    perform pg_stat_clear_snapshot();
    select count(*) filter (where (of_database is null or datname = of_database)
                              and (of_application is null or application_name = of_application)),
           count(*) filter (where state = 'starting')
      into last, seen_starting
      from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid();
    previous_at := ended_at;
    ended_at := extract(epoch from clock_timestamp());
    samples := samples + 1;
    total := total + last;
    highest := greatest(highest, last);
    starting := greatest(starting, seen_starting);
    longest_gap := greatest(longest_gap, ended_at - coalesce(previous_at, ended_at));
    due_at := greatest(due_at + every_seconds, ended_at);
    perform pg_sleep(due_at - ended_at);
    exit when due_at - began_at >= slice_seconds;
  end loop;
end $$`

/**
 * Counts the client backends of a database or a program every `everyMillis` (10), on a connection of its own that is not
 * counted. The role needs pg_read_all_stats. Before PostgreSQL 18 a backend is not visible until it has authenticated.
 */
export async function startServerSampler(
  connectionString: string,
  counted: CountedBackends,
  everyMillis = 10,
): Promise<ServerSampler> {
  const client = new pg.Client({ connectionString, application_name: 'muxpool-server-sampler' })
  // A lost connection is reported by stop(): the slice under way fails.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(createSampler)

  const take = async (previousAt: number | null): Promise<Slice> => {
    const { rows } = await client.query<Slice>('select * from pg_temp.sample_backends($1, $2, $3, $4, $5)', [
      counted.database ?? null,
      counted.applicationName ?? null,
      sliceMillis / 1000,
      everyMillis / 1000,
      previousAt,
    ])
    const [slice] = rows
    if (slice === undefined) throw new Error('the server returned no samples')
    return slice
  }
  return addSlices(take, () => client.end())
}
