export type { StopManner } from './postgres/postgres-family.ts'
export type { PostgresOptions, PostgresServer, PostgresVersion } from './postgres-server.ts'
export { ServerError } from './server-error.ts'
export { startPostgres } from './start-postgres.ts'
