/**
 * What a session has, asked of the server.
 *
 * The light probe calls functions that hold nothing and show nothing of the connection, so that a pool may run it
 * anywhere: it must not pin. The deep probe reads the views of a connection's own state, which a pool may answer by
 * pinning the session: programs that must stay free don't use it.
 * Canaries are what neighbours plant (`neighbours/canary.ts`): each probe looks for those of others.
 */
const settings = [
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'application_name',
  'bytea_output',
  'check_function_bodies',
  'client_encoding',
  'client_min_messages',
  'constraint_exclusion',
  'cursor_tuple_fraction',
  'default_transaction_deferrable',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'enable_seqscan',
  'extra_float_digits',
  'geqo_seed',
  'idle_in_transaction_session_timeout',
  'lc_monetary',
  'lock_timeout',
  'plan_cache_mode',
  'quote_all_identifiers',
  'random_page_cost',
  'role',
  'row_security',
  'search_path',
  'session_replication_role',
  'standard_conforming_strings',
  'statement_timeout',
  'transaction_deferrable',
  'transaction_isolation',
  'transaction_read_only',
  'work_mem',
  'xmloption',
]

// Only '' of a custom setting is a trace that nothing removes (see differences.ts); a value is a leak.
const canaries = `
  nullif(pg_catalog.current_setting('canary.mark', true), '') as canary_setting,
  pg_catalog.to_regclass('canary_temp') is not null as canary_table`

export const lightProbe: string = `
select current_user, session_user,
  pg_catalog.jsonb_object_agg(name, pg_catalog.current_setting(name, true)) as settings,${canaries}
from pg_catalog.unnest(array['${settings.join("','")}']) as name`

const list = (what: string, from: string): string => `(select pg_catalog.jsonb_agg(${what}) ${from})`

export const deepProbe: string = `
select current_user, session_user,
  (select pg_catalog.jsonb_object_agg(name, setting) from pg_catalog.pg_settings
    where setting is distinct from reset_val) as changed,
  ${list(
    'pg_catalog.jsonb_build_array(name, statement, from_sql, parameter_types::text) order by name',
    'from pg_catalog.pg_prepared_statements',
  )} as prepared,
  ${list(
    'pg_catalog.jsonb_build_array(name, statement, is_holdable, is_binary, is_scrollable) order by name',
    "from pg_catalog.pg_cursors where name <> ''",
  )} as cursors,
  ${list('channel order by channel', 'from pg_catalog.pg_listening_channels() as channel')} as channels,
  ${list(
    'pg_catalog.jsonb_build_array(classid::bigint, objid::bigint, objsubid, mode) order by classid, objid, objsubid, mode',
    "from pg_catalog.pg_locks where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid()",
  )} as locks,
  ${list(
    'object order by object',
    `from (
      select pg_catalog.concat(c.relkind, ' ', c.relname) from pg_catalog.pg_class c
        where c.relnamespace = pg_catalog.pg_my_temp_schema() and c.relkind not in ('i', 't')
      union all select pg_catalog.concat('function ', p.proname) from pg_catalog.pg_proc p
        where p.pronamespace = pg_catalog.pg_my_temp_schema()
      union all select pg_catalog.concat('type ', t.typname) from pg_catalog.pg_type t
        where t.typnamespace = pg_catalog.pg_my_temp_schema() and t.typrelid = 0 and t.typelem = 0
    ) as temporary(object)`,
  )} as temporary,${canaries}`
