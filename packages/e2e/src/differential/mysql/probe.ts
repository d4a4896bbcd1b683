/**
 * What a session has, asked of the server. The light probe reads settings, which holds nothing: it must not pin. The
 * deep probe also looks for what has no name in the server's views, by the names that programs and neighbours use.
 */
const common = [
  'autocommit',
  'big_tables',
  'character_set_client',
  'character_set_connection',
  'character_set_database',
  'character_set_results',
  'collation_connection',
  'collation_database',
  'default_week_format',
  'div_precision_increment',
  'foreign_key_checks',
  'group_concat_max_len',
  'innodb_lock_wait_timeout',
  'join_buffer_size',
  'lc_messages',
  'lc_time_names',
  'lock_wait_timeout',
  'max_heap_table_size',
  'max_join_size',
  'max_sort_length',
  'net_read_timeout',
  'optimizer_switch',
  'profiling',
  'sort_buffer_size',
  'sql_auto_is_null',
  'sql_big_selects',
  'sql_mode',
  'sql_safe_updates',
  'sql_select_limit',
  'sql_warnings',
  'time_zone',
  'tmp_table_size',
  'unique_checks',
  'wait_timeout',
]

const ofFlavour = {
  mysql: ['transaction_isolation', 'transaction_read_only', 'max_execution_time', 'cte_max_recursion_depth'],
  mariadb: ['tx_isolation', 'tx_read_only', 'max_statement_time', 'sql_if_exists', 'system_versioning_asof'],
} as const

const canaries = '@canary as canary_variable'

export const lightProbe = (flavour: 'mysql' | 'mariadb'): string => {
  const settings = [...common, ...ofFlavour[flavour]].map((name) => `@@session.${name} as ${name}`)
  return `select database() as place, current_role() as role, current_user() as user, ${settings}, ${canaries}`
}

const variables = ['a', 'b', 'n', 's', 'tenant', 'text']
export const lockSuffixes: readonly string[] = ['', '.1', '.2', '.3', '.9']

/** In this order: a statement about diagnostics would see what the others left. */
export const deepProbes = (flavour: 'mysql' | 'mariadb'): readonly string[] => [
  lightProbe(flavour),
  `select ${variables.flatMap((name) => [`@${name} as ${name}`, `charset(@${name}) as ${name}_charset`, `collation(@${name}) as ${name}_collation`])}`,
  `select ${lockSuffixes.map((suffix, index) => `is_used_lock('{lock}${suffix}') = connection_id() as lock_${index}`)}`,
  'select * from {s}.scratch',
  'select * from {s}.items',
  'execute ps',
]
