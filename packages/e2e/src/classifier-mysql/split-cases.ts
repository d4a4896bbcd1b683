import type { Flavour } from './session-state.ts'

/** Texts of several statements, and how many of them a server completes. Both servers, unless one is named. */
export const splitCases: readonly (readonly [text: string, on?: Flavour])[] = [
  ['select 1'],
  ['select 1;'],
  ['select 1; select 2'],
  ['select \';\'; select ";"; select 1 as `;`'],
  ["select '\\'; select 3'; select '\\\\'; select 2"],
  ['select 1 /* ; */; select 2 -- ; x\n; select 3 # ; y\n; select 4'],
  ['select 1 /*!999999 ; */; select 2'],
  ['select 5--1; select 2'],
  ['begin; select 1; commit'],
  ['create procedure made() begin select 1; select 2; end; select 1; drop procedure made'],
  ['create procedure made() select 1; drop procedure made'],
  ['create procedure made() begin begin end; l: begin leave l; end l; end; drop procedure made'],
  [
    'create procedure made(a int) begin if a then select 1; elseif a > 1 then select 2; else select 3; end if; end; drop procedure made',
  ],
  [
    'create procedure made(a int) begin case a when 1 then select 1; else begin end; end case; case when a then select 1; end case; end; drop procedure made',
  ],
  [
    'create procedure made(a int) begin select case a when 1 then 2 end; select if(a, 1, 2), case when a then case when 1 then 2 else 3 end end; end; drop procedure made',
  ],
  ['create procedure made(a int) begin while a > 0 do set a = a - 1; do sleep(0); end while; end; drop procedure made'],
  [
    'create procedure made(a int) begin x: repeat set a = a - 1; until case when a < 0 then 1 else 0 end end repeat x; end; drop procedure made',
  ],
  [
    'create procedure made(a int) begin l: loop set a = a - 1; if a < 0 then leave l; end if; end loop l; end; drop procedure made',
  ],
  [
    "create procedure made() begin declare continue handler for sqlstate '02000' set @x = 1; declare exit handler for sqlexception, sqlwarning, not found begin select 1; end; declare exit handler for 1146 select 1; select 1; end; drop procedure made",
  ],
  [
    'create procedure made() comment "begin" language sql not deterministic modifies sql data sql security invoker begin select 1; end; drop procedure made',
  ],
  ['create procedure made() if 1 then select 1; end if; drop procedure made'],
  ['create procedure made() x: begin select 1; end x; drop procedure made'],
  ['create procedure made() while 0 do select 1; end while; drop procedure made'],
  [
    "create function made(a varchar(10) charset utf8mb4) returns varchar(20) charset utf8mb4 collate utf8mb4_bin deterministic return concat(a, ';'); select made('x'); drop function made",
  ],
  ['create function made() returns decimal(10, 2) unsigned deterministic begin return 1; end; drop function made'],
  ["create function made() returns enum('a;b', 'c') deterministic begin return 'c'; end; drop function made"],
  ['create definer = current_user() procedure made() begin select 1; end; drop procedure made'],
  ['create definer = `root`@`%` procedure made() begin select 1; end; drop procedure made'],
  ['create trigger made before insert on split_t for each row set new.a = 1; drop trigger made'],
  ['create trigger made before insert on split_t for each row begin set new.a = 1; set @x = 2; end; drop trigger made'],
  [
    'create trigger made before insert on split_t for each row begin if new.a then set new.a = 1; end if; end; create trigger made2 before insert on split_t for each row follows made begin set new.a = 2; end; drop trigger made2; drop trigger made',
  ],
  ['create event made on schedule every 1 day disable do begin select 1; select 2; end; drop event made'],
  [
    'create event made on schedule at current_timestamp + interval 1 day on completion preserve disable comment "do" do select 1; drop event made',
  ],
  [
    'create event made on schedule every 1 day disable do begin end; alter event made do begin select 1; end; alter event made rename to made2; drop event made2',
  ],
  ['create procedure made() select begin, `end` from (select 1 as begin, 2 as `end`) x; drop procedure made'],
  ['create table made (begin int, loop_ int); select begin from made; drop table made'],
  ['begin not atomic select 1; select 2; end; select 3', 'mariadb'],
  [
    'begin not atomic declare a int default 1; if a then begin not atomic select 1; end; end if; end; select 3',
    'mariadb',
  ],
  ['if 1 then select 1; select 2; end if; select 3', 'mariadb'],
  ['case 1 when 1 then select 1; else select 2; end case; select 3', 'mariadb'],
  ['for i in 1..2 do set @x = i; end for; select 3', 'mariadb'],
  ['for r in (select 1 as a) do set @x = r.a; end for; select 3', 'mariadb'],
  ['create or replace procedure made() begin select 1; end; drop procedure made', 'mariadb'],
  ['create procedure if not exists made() begin select 1; end; drop procedure made'],
]
