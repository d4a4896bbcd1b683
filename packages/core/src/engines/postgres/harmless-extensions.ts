/**
 * Extensions whose functions keep nothing on the connection, or only what has a rule of its own
 * (`functions-running-text.ts`): calls of them need no look at the catalogue. Left out on purpose: dblink and foreign
 * data wrappers (connections that outlive a reset), languages (globals), postgis_raster and address_standardizer (run
 * SQL from their arguments), postgis_topology and postgis_tiger_geocoder (change search_path), hll and hypopg (state
 * in the process), pgtap (temporary tables), autoinc, refint, tcn (triggers that move sequences, prepare, notify), and
 * whatever runs statements of its own (pg_partman, pg_cron, pglogical, timescaledb, citus).
 */
export const harmlessExtensions: ReadonlySet<string> = new Set([
  'amcheck',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'fuzzystrmatch',
  'hstore',
  'intagg',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_stat_statements',
  'pg_trgm',
  'pg_uuidv7',
  'pg_visibility',
  'pg_walinspect',
  'pgcrypto',
  'pgjwt',
  'pgrowlocks',
  'pgstattuple',
  'postgis',
  'postgis_sfcgal',
  'seg',
  'sslinfo',
  'tablefunc',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
  'vector',
  'xml2',
])
