import pg from 'pg'

const databaseName = 'classifier_probe'

/** What the spellings work on. Functions that set something set work_mem to 7MB. */
const objects = `
  create table probe_t (id serial primary key, a int, b text);
  insert into probe_t (a, b) values (1, 'x');
  create sequence probe_s;
  create extension dblink; create extension pg_trgm; create extension tablefunc; create extension isn;
  create extension xml2;
  create function probe_fn() returns text language plpgsql as
    $$ begin perform set_config('work_mem', '7MB', false); return 'x'; end $$;
  create procedure probe_proc() language plpgsql as $$ begin perform set_config('work_mem', '7MB', false); end $$;

  create view probe_setter as select set_config('work_mem', '7MB', false) as c;
  create table probe_defaults (a text default probe_fn());
  create function probe_trigger() returns trigger language plpgsql as $$ begin perform probe_fn(); return null; end $$;
  create table probe_triggered (a int);
  create trigger probe after insert on probe_triggered for each row execute function probe_trigger();
  create table probe_row (a int);
  insert into probe_row values (1);
  create function probe_of(probe_row) returns text language sql as 'select probe_fn()';
  create function probe_operator(int, int) returns text language sql as 'select probe_fn()';
  create operator ### (leftarg = int, rightarg = int, function = probe_operator);
  create domain probe_checked as int check (probe_fn() is not null);
  create type probe_cast as (a int);
  create function probe_cast_text(probe_cast) returns text language sql as 'select probe_fn()';
  create cast (probe_cast as text) with function probe_cast_text(probe_cast);
  create table probe_ruled (a int);
  create rule probe as on update to probe_ruled do instead select probe_fn();
  create view probe_settings as select name, setting from pg_settings;
  create table probe_parent (id int primary key);
  create table probe_child (id int references probe_parent on delete cascade);
  create trigger probe after delete on probe_child for each row execute function probe_trigger();
  insert into probe_parent values (1);
  insert into probe_child values (1);
`

/** Drops the database and everything in it, and makes it anew; returns its connection string. */
export async function makeProbeDatabase(url: string): Promise<string> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`drop database if exists ${databaseName} with (force)`)
    await admin.query(`create database ${databaseName}`)
    await admin.query('create role classifier_probe_role').catch(ignoreDuplicate)
    await admin.query(`select pg_replication_origin_create('classifier_probe')`).catch(ignoreDuplicate)
  } finally {
    await admin.end()
  }
  const made = new URL(url)
  made.pathname = `/${databaseName}`
  const client = new pg.Client({ connectionString: made.href })
  await client.connect()
  try {
    await client.query(objects)
  } finally {
    await client.end()
  }
  return made.href
}

/** Roles and replication origins belong to the server, and stay. */
function ignoreDuplicate(error: pg.DatabaseError): void {
  if (error.code !== '42710' && error.code !== '23505') throw error
}
