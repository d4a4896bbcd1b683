/**
 * Volatile functions of PostgreSQL 15 to 18 that have no rule, as nothing of theirs outlives the transaction on the
 * connection: each was looked up. A function that is not here came with a newer server and wants to be looked up too.
 */
export const reviewedFunctions: ReadonlySet<string> = new Set(
  [
    // Clocks and chance. What setseed() fixed is announced by setseed().
    'clock_timestamp timeofday current_query random random_normal array_sample array_shuffle gen_random_uuid uuidv4 uuidv7',
    'pg_sleep pg_sleep_for pg_sleep_until',
    // Large objects: descriptors end with the transaction.
    'lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell',
    'lo_tell64 lo_truncate lo_truncate64 lo_unlink loread lowrite',
    // Files, sizes, the state of the server: read only.
    'pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir',
    'pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_stat_file',
    'pg_available_wal_summaries pg_wal_summary_contents pg_get_wal_summarizer_state pg_get_wal_resource_managers',
    'pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_current_logfile',
    'pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn pg_last_wal_receive_lsn pg_last_wal_replay_lsn',
    'pg_last_xact_replay_timestamp pg_is_in_recovery pg_is_wal_replay_paused pg_get_wal_replay_pause_state',
    'pg_database_size pg_indexes_size pg_relation_size pg_table_size pg_tablespace_size pg_total_relation_size',
    'pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings pg_jit_available pg_get_aios pg_get_wait_events',
    'pg_get_shmem_allocations pg_get_shmem_allocations_numa pg_notification_queue_usage pg_lock_status',
    'pg_collation_actual_version pg_database_collation_actual_version pg_get_multixact_members pg_get_sequence_data',
    'pg_sequence_last_value pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_last_committed_xact',
    'pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status txid_status currtid2 amvalidate',
    // Other backends: waits and signals that end nothing.
    'pg_blocking_pids pg_safe_snapshot_blocking_pids pg_isolation_test_session_is_blocked pg_log_backend_memory_contexts',
    // The server as a whole, its log and its archive.
    'pg_create_restore_point pg_log_standby_snapshot pg_promote pg_reload_conf pg_rotate_logfile pg_rotate_logfile_old',
    'pg_switch_wal pg_wal_replay_pause pg_wal_replay_resume pg_logical_emit_message pg_export_snapshot',
    // Replication that belongs to no connection, or ends what does.
    'pg_drop_replication_slot pg_replication_slot_advance pg_sync_replication_slots pg_backup_stop',
    'pg_logical_slot_get_binary_changes pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes',
    'pg_logical_slot_peek_changes pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop',
    'pg_replication_origin_progress pg_replication_origin_session_is_setup pg_replication_origin_session_progress',
    'pg_replication_origin_session_reset pg_replication_origin_xact_reset pg_show_replication_origin_status',
    // Statistics.
    'pg_clear_attribute_stats pg_clear_relation_stats pg_restore_attribute_stats pg_restore_relation_stats',
    'pg_stat_clear_snapshot pg_stat_force_next_flush pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_io',
    'pg_stat_get_recovery_prefetch pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit',
    'pg_stat_get_xact_function_calls pg_stat_get_xact_function_self_time pg_stat_get_xact_function_total_time',
    'pg_stat_get_xact_numscans pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched',
    'pg_stat_get_xact_tuples_hot_updated pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_newpage_updated',
    'pg_stat_get_xact_tuples_returned pg_stat_get_xact_tuples_updated pg_stat_have_stats pg_stat_reset',
    'pg_stat_reset_backend_stats pg_stat_reset_replication_slot pg_stat_reset_shared',
    'pg_stat_reset_single_function_counters pg_stat_reset_single_table_counters pg_stat_reset_slru',
    'pg_stat_reset_subscription_stats',
    // Storage and catalogue.
    'brin_desummarize_range brin_summarize_new_values brin_summarize_range gin_clean_pending_list pg_nextoid',
    'pg_import_system_collations pg_extension_config_dump pg_stop_making_pinned_objects',
    // Refused unless the server was started for an upgrade.
    'binary_upgrade_add_sub_rel_state binary_upgrade_create_empty_extension binary_upgrade_logical_slot_has_caught_up',
    'binary_upgrade_replorigin_advance binary_upgrade_set_missing_value binary_upgrade_set_next_array_pg_type_oid',
    'binary_upgrade_set_next_heap_pg_class_oid binary_upgrade_set_next_heap_relfilenode',
    'binary_upgrade_set_next_index_pg_class_oid binary_upgrade_set_next_index_relfilenode',
    'binary_upgrade_set_next_multirange_array_pg_type_oid binary_upgrade_set_next_multirange_pg_type_oid',
    'binary_upgrade_set_next_pg_authid_oid binary_upgrade_set_next_pg_enum_oid',
    'binary_upgrade_set_next_pg_tablespace_oid binary_upgrade_set_next_pg_type_oid',
    'binary_upgrade_set_next_toast_pg_class_oid binary_upgrade_set_next_toast_relfilenode',
    'binary_upgrade_set_record_init_privs',
    // Can't be called by themselves.
    'plpgsql_call_handler plpgsql_validator',
  ].flatMap((names) => names.split(' ')),
)
