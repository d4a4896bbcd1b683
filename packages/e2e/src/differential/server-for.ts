import { startPostgres } from '@muxpool/test-servers'

export interface ServerForRun {
  readonly connectionString: string
  dispose(): Promise<void>
}

/** A server of that major version, started for this run; or the one behind a given URL. */
export const serverFor = async (wanted: string): Promise<ServerForRun> => {
  if (/^postgres(ql)?:/.test(wanted)) return { connectionString: wanted, dispose: async () => {} }
  if (wanted !== '18' && wanted !== '15') throw new Error('--server is 18, 15 or a URL')
  const server = await startPostgres({
    version: wanted === '18' ? 18 : 15,
    settings: { max_connections: '200', max_prepared_transactions: '20' },
  })
  return { connectionString: server.url(), dispose: () => server.dispose() }
}
