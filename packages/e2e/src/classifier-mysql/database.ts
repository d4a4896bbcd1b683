import type { Connection } from 'mysql2/promise'
import { connect } from './connect.ts'

export const probeDatabase = 'classifier_probe'

const common: readonly string[] = [
  'create table probe_t (id int auto_increment primary key, a int, b varchar(64), unique key (a))',
  "insert into probe_t (id, a, b) values (1, 1, 'x')",
  'create table probe_empty (id int primary key)',
  'create table probe_triggered (a int)',
  'create trigger probe_trigger after insert on probe_triggered for each row set @triggered = new.a',
  'create function probe_fn() returns int no sql begin set @from_function = 7; return 7; end',
  'create function probe_plain() returns int no sql return 7',
  'create procedure probe_proc(inout p int) begin set @from_procedure = 7; set p = 8; end',
  'create procedure probe_out(out p int) set p = 8',
  'create view probe_view as select probe_fn() as v',
  'create table probe_other (a int)',
]

const ofMariadb: readonly string[] = [
  'create sequence probe_s',
  'create table probe_default (a int default nextval(probe_s), b int)',
]

/** Drops the database and everything in it, and makes it anew. */
export async function makeProbeDatabase(url: string, flavour: 'mysql' | 'mariadb'): Promise<void> {
  const admin = await connect(url)
  try {
    await run(admin, [
      `drop database if exists ${probeDatabase}`,
      `drop database if exists ${probeDatabase}_2`,
      `create database ${probeDatabase}`,
      `create database ${probeDatabase}_2`,
      'drop role if exists probe_role',
      'create role probe_role',
      `grant probe_role to ${flavour === 'mysql' ? 'current_user()' : 'current_user'}`,
      `use ${probeDatabase}`,
      ...common,
      ...(flavour === 'mariadb' ? ofMariadb : []),
    ])
  } finally {
    await admin.end()
  }
}

async function run(connection: Connection, texts: readonly string[]): Promise<void> {
  for (const text of texts) await connection.query(text)
}
