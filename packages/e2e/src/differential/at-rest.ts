/** What no connection may hold while no session is open, with the query that counts it. */
export const remainders: readonly { readonly what: string; readonly count: string }[] = [
  {
    what: 'advisory lock',
    count: `select count(*) from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`,
  },
  {
    what: 'open transaction',
    count: `select count(*) from pg_stat_activity where datname = current_database()
      and state like 'idle in transaction%'`,
  },
  {
    what: 'prepared transaction',
    count: 'select count(*) from pg_prepared_xacts where database = current_database()',
  },
  {
    what: 'temporary object',
    count: `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname like 'pg\\_temp\\_%'`,
  },
]
