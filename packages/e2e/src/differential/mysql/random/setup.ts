/** The objects of every random program. Tables with a number belong to the session of that number. */
export const randomSetup: readonly string[] = [
  ...[1, 2].flatMap((session) => [
    `create table t${session} (id int primary key, v varchar(10), n int check (n < 1000))`,
    `insert into t${session} values (1, 'v1', 1), (2, 'v2', 2), (3, 'v3', 3), (4, 'v4', 4), (5, 'v5', 5), (6, 'v6', 6)`,
    `create table log${session} (id int auto_increment primary key, v varchar(40))`,
    `create table emptied${session} (id int)`,
    `create table words${session} (id int primary key, w varchar(40) character set utf8mb4)`,
  ]),
  ...['a', 'b'].flatMap((tenant) => [
    `create database {s}_${tenant} character set utf8mb4`,
    `create table {s}_${tenant}.tenant as select '${tenant}' as whose, 1 as n`,
    `create table {s}_${tenant}.notes (id int auto_increment primary key, note varchar(80))`,
  ]),
  'create view totals as select count(*) as c, sum(n) as total from t1',
  'create table tagged (id int)',
  "create trigger tagged_trigger before insert on tagged for each row set @tenant = 'by trigger'",
  'create procedure sets_tenant(t varchar(20)) begin set @tenant = t; end',
  "create procedure sets_zone() begin set time_zone = '+10:00'; end",
  'create procedure makes_scratch() begin create temporary table if not exists scratch (id int, v varchar(20)); end',
  `create procedure transfers(session int) begin
     start transaction;
     if session = 1 then insert into log1 (v) values ('kept'); else insert into log2 (v) values ('kept'); end if;
     commit;
   end`,
  'create function tag(t varchar(20)) returns varchar(20) no sql begin set @tenant = t; return t; end',
  'create function plain(n int) returns int no sql return n + 1',
  "create view tagging as select tag('by view') as t",
]
