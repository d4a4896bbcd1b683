import type { MysqlFlavour } from '../mysql-server.ts'

/** Test data need not survive the machine, but a killed server: each commit reaches the kernel, nothing the disk. */
const both: Readonly<Record<string, string>> = {
  innodb_flush_log_at_trx_commit: '2',
  innodb_flush_method: 'nosync',
  innodb_doublewrite: 'OFF',
  // The kernel allows all servers of a machine together few of these.
  innodb_use_native_aio: 'OFF',
  innodb_buffer_pool_size: '32M',
  innodb_buffer_pool_dump_at_shutdown: 'OFF',
  innodb_buffer_pool_load_at_startup: 'OFF',
  key_buffer_size: '1M',
  skip_log_bin: '1',
  local_infile: 'ON',
  secure_file_priv: '',
}

export const defaultSettings: Readonly<Record<MysqlFlavour, Readonly<Record<string, string>>>> = {
  mysql: {
    ...both,
    innodb_redo_log_capacity: '32M',
    innodb_log_buffer_size: '1M',
    mysqlx: '0',
    // A third of the memory and of the time of a start; what sessions and locks are seen by is not among these.
    performance_schema_digests_size: '100',
    performance_schema_error_size: '0',
    performance_schema_events_stages_history_long_size: '100',
    performance_schema_events_statements_history_long_size: '100',
    performance_schema_events_transactions_history_long_size: '100',
    performance_schema_events_waits_history_long_size: '100',
  },
  mariadb: {
    ...both,
    innodb_log_file_size: '8M',
    innodb_log_buffer_size: '2M',
    aria_pagecache_buffer_size: '8M',
    sync_frm: 'OFF',
  },
}
