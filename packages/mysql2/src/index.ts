export type { ConnectionOptions, ConnectorParts } from './connector.ts'
export { MysqlDriver, type MysqlDriverParts } from './driver.ts'
