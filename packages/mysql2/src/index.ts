export { type ErrorCode, errorTable, MuxError } from '@muxpool/core'
export type { ConnectionOptions, ConnectorParts } from './connector.ts'
export {
  createConnection,
  createConnection as connect,
  createPromiseConnection as createConnectionPromise,
} from './create-connection.ts'
export { createPool } from './create-pool.ts'
export { createPoolCluster } from './create-pool-cluster.ts'
export {
  createPromisePool as createPoolPromise,
  createPromisePoolCluster as createPoolClusterPromise,
} from './create-promise-pool.ts'
export { MysqlDriver, type MysqlDriverParts } from './driver.ts'
export * from './driver-exports.ts'
export type { DriverModule } from './driver-module.ts'
export type { PoolClusterOptions, PoolNamespace } from './facade/cluster-types.ts'
export { type Deviation, deviations } from './facade/deviations.ts'
export type { PoolOptions } from './facade/pool-options.ts'
export type { PromiseSession } from './facade/session-types.ts'
export type { TransactionOptions } from './facade/transaction.ts'
