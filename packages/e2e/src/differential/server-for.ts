import { startMysql, startPostgres } from '@muxpool/test-servers'

export interface ServerForRun {
  readonly kind: 'postgres' | 'mysql' | 'mariadb'
  readonly connectionString: string
  dispose(): Promise<void>
}

const startPostgresFor = async (version: 18 | 15): Promise<ServerForRun> => {
  const settings = { max_connections: '200', max_prepared_transactions: '20' }
  const server = await startPostgres({ version, settings })
  return { kind: 'postgres', connectionString: server.url(), dispose: () => server.dispose() }
}

const startMysqlFor = async (flavour: 'mysql' | 'mariadb'): Promise<ServerForRun> => {
  // A session behind a lock that a subject has leaked must end, and with it the connection that it holds.
  const settings = { max_connections: '200', lock_wait_timeout: '10', innodb_lock_wait_timeout: '10' }
  const server = await startMysql({ flavour, settings })
  return { kind: flavour, connectionString: server.url(), dispose: () => server.dispose() }
}

/** A server of that kind or major version, started for this run; or the one behind a given URL. */
export const serverFor = async (wanted: string): Promise<ServerForRun> => {
  const given = /^(postgres|mysql|mariadb)(ql)?:/.exec(wanted)
  if (given !== null) {
    const connectionString = wanted.replace(/^mariadb:/, 'mysql:')
    return { kind: given[1] as ServerForRun['kind'], connectionString, dispose: async () => {} }
  }
  if (wanted === 'mysql' || wanted === 'mariadb') return await startMysqlFor(wanted)
  if (wanted !== '18' && wanted !== '15') throw new Error('--server is 18, 15, mysql, mariadb or a URL')
  return await startPostgresFor(wanted === '18' ? 18 : 15)
}
