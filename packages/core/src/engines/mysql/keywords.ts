/**
 * Words whose brackets never are those of a user's function, on either server: tried with a function of each name, in
 * both forms, with and without a space. A name in quotes can always be one.
 */
export const neverRoutines: ReadonlySet<string> = new Set(
  (
    'accessible add all alter analyze and any as asc ascii asensitive avg backup before begin between bigint ' +
    'binary binlog bit blob bool boolean both by byte cache call cascade case change char character charset check ' +
    'checksum close coalesce code collate collation column comment commit compressed condition constraint ' +
    'contains continue convert create cross current_date current_role current_time current_timestamp current_user ' +
    'cursor database databases date datetime day day_hour day_microsecond day_minute day_second deallocate dec ' +
    'decimal declare default delayed delete desc describe deterministic distinct distinctrow div do double drop ' +
    'dual each else enclosed end enum escaped except exclude execute exists exit explain false fetch fixed float ' +
    'float4 float8 flush following follows for force foreign format from fulltext function get get_format global ' +
    'grant group handler having help high_priority host hour hour_microsecond hour_minute hour_second if ignore ' +
    'in index infile inner inout insensitive insert install int int1 int2 int3 int4 int8 integer intersect ' +
    'interval into is iterate join json json_value key keys kill language last_value leading leave left like ' +
    'limit linear lines load local localtime localtimestamp lock log long longblob longtext loop low_priority ' +
    'match maxvalue medium mediumblob mediumint mediumtext microsecond middleint minute minute_microsecond ' +
    'minute_second mod modifies month names national natural nchar no no_write_to_binlog not null number numeric ' +
    'nvarchar offset on open optimize option optionally options or order others out outer outfile over owner ' +
    'parser partition password port precedes preceding precision prepare primary procedure purge quarter range ' +
    'read read_write reads real recursive references regexp release remove rename repair repeat replace replica ' +
    'replicas require reset resignal restore restrict return returning reverse revoke right rlike role rollback ' +
    'row row_count row_number rows savepoint schema schemas second second_microsecond security select sensitive ' +
    'separator serial server session set show shutdown signal signed slave smallint socket some soname sounds ' +
    'spatial specific sql sql_big_result sql_buffer_result sql_calc_found_rows sql_no_cache sql_small_result ' +
    'sql_tsi_day sql_tsi_hour sql_tsi_minute sql_tsi_month sql_tsi_second sql_tsi_year sqlexception sqlstate ' +
    'sqlwarning srid ssl start starting stats_auto_recalc stats_persistent stats_sample_pages stop stored ' +
    'straight_join table terminated text then ties time timestamp timestampadd timestampdiff tinyblob tinyint ' +
    'tinytext to trailing trigger true truncate unbounded undo unicode uninstall union unique unlock unsigned ' +
    'update upgrade usage use user using utc_date utc_time utc_timestamp value values varbinary varchar ' +
    'varcharacter varying week weight_string when where while window with wrapper write xa xor year year_month ' +
    'zerofill'
  ).split(' '),
)
