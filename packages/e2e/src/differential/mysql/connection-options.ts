import type { ConnectionOptions } from 'mysql2'

/** What every subject connects with, so that no difference comes from the driver's own options. */
export const connectionOptions = (connectionString: string): ConnectionOptions => ({
  uri: connectionString,
  multipleStatements: true,
})
